import { type EngineRun, FleetEngine } from "../../src/engine/fleet-engine";
import { runCommand } from "../../src/engine/run-command";
import { projectWithPulumi } from "../support/fake-pulumi";

const listener = (onOutput: (stream: string, text: string) => void = () => {}) => ({
  onEvent: () => {},
  onOutput,
});

/** An engine that runs the script. */
function engineThat(script: string): Promise<FleetEngine> {
  const { cwd, env } = projectWithPulumi(script);
  return FleetEngine.find(cwd, env);
}

it("says clearly that there is no engine", async () => {
  await expect(FleetEngine.find("/", { PATH: "/nowhere" })).rejects.toThrow(
    /engine-failed: pulumi can't be started: .*ENOENT[\s\S]*install Pulumi/,
  );
});

it("names the stack in its only command, selects none and asks nothing", async () => {
  const engine = await engineThat('echo "$@" >> "$PWD/calls"; cat "$PWD/calls"');
  let printed = "";
  const run = await engine.update(
    "acme.stage",
    listener((_, text) => {
      printed += text;
    }),
  );
  expect(run.isOk).toBe(true);
  expect(printed).toMatch(
    /^up --yes --skip-preview --refresh .* --stack acme\.stage .* --non-interactive\n$/,
  );
});

it("hands over what a failed run has printed", async () => {
  const engine = await engineThat("echo out; echo 'error: boom' >&2; exit 1");
  const run = await engine.preview("acme.stage", listener());
  expect(run).toEqual({ isOk: false, text: "out\nerror: boom\n" });
});

it("makes a stack without selecting it, with the secrets provider of its file", async () => {
  const engine = await engineThat('echo "error: $*" >&2; exit 1');
  await expect(engine.makeStack("acme.stage", "awskms://alias/stage")).rejects.toThrow(
    "stack init acme.stage --no-select --secrets-provider awskms://alias/stage --non-interactive",
  );
});

it("runs in a process group of its own, and gets the signals that are passed on", async () => {
  const script = `trap 'echo interrupted; exit 1' INT; ps -o pgid= -p $$; while :; do sleep 0.05; done`;
  const engine = await engineThat(script);
  let printed = "";
  const run = await engine.preview(
    "acme.stage",
    listener((_, text) => {
      printed += text;
      if (/^\s*\d+\n$/.test(printed)) engine.passOn("SIGINT");
    }),
  );
  const own = Number(/^\s*(\d+)/.exec(printed)?.[1]);
  expect(own).not.toBe(await processGroup());
  expect(run).toMatchObject({ isOk: false, text: expect.stringContaining("interrupted") });
});

describe("a run that signals have ended", () => {
  /** A run of an engine that does something at each signal, which gets these. */
  async function stoppedRun(onSignal: string, ...signals: readonly NodeJS.Signals[]) {
    const script = `trap '${onSignal}' INT TERM; echo ready; while :; do sleep 0.05; done`;
    const engine = await engineThat(script);
    const left = [...signals];
    const passOn = () => {
      const signal = left.shift();
      if (signal) engine.passOn(signal);
    };
    return { engine, run: await engine.update("acme.stage", listener(passOn)) };
  }

  it.each<[string, string, NodeJS.Signals[], EngineRun["stopped"]]>([
    ["by the first one: in order", "exit 1", ["SIGINT"], "in-order"],
    ["by SIGTERM: in order", "exit 1", ["SIGTERM"], "in-order"],
    ["by the second one: at once", 'trap "exit 1" INT; echo one', ["SIGINT", "SIGINT"], "at-once"],
    ["since it had to be killed: at once", "", ["SIGKILL"], "at-once"],
  ])("tells how: %s", async (_, onSignal, signals, stopped) => {
    expect((await stoppedRun(onSignal, ...signals)).run).toMatchObject({ isOk: false, stopped });
  });

  it("is none where it came to its end all the same", async () => {
    expect((await stoppedRun("exit 0", "SIGINT")).run).toEqual({ isOk: true, text: "" });
  });

  it("is the last: neither a run nor a stack begins after it", async () => {
    const { engine } = await stoppedRun("exit 1", "SIGINT");
    const begun: string[] = [];
    const run = await engine.preview(
      "acme.stage",
      listener((_, text) => begun.push(text)),
    );
    expect([run, await engine.makeStack("acme.stage", undefined), begun]).toEqual([
      { isOk: false, text: "", stopped: "in-order" },
      "in-order",
      [],
    ]);
  });
});

async function processGroup(): Promise<number> {
  const args = ["-o", "pgid=", "-p", String(process.pid)];
  return Number((await runCommand("ps", args, { cwd: "/", env: process.env })).stdout);
}
