import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { previewStack, type RunContext, updateStack } from "../../../../src/commands/fleet/run/run-stack";
import type { StackFile } from "../../../../src/config/stack-file";
import type { EngineListener, EngineRun } from "../../../../src/engine/fleet-engine";
import { endpointState, failure, step, summary } from "../../../support/engine-events";

const logFolder = mkdtempSync(join(tmpdir(), "plenigo-stripe-logs-"));
afterAll(() => rmSync(logFolder, { recursive: true }));

const STACK: StackFile = {
  stack: "acme.stage",
  file: "Pulumi.acme.stage.yaml",
  tenant: "acme",
  environment: "stage",
  isTemplate: false,
  encrypted: [],
  faults: [],
  secretsProvider: "awskms://alias/stage",
};
const faults: [log: string, reason: string][] = [];
const OK: EngineRun = { isOk: true, text: "" };
const UNKNOWN: EngineRun = { isOk: false, text: "error: no stack named 'acme.stage' found" };
const create = step("create", "endpoint", { declared: endpointState({ handedOverAt: "" }) });

/** An engine that answers with these runs, one after the other, and tells its calls. */
function engine(...runs: readonly ((listener: EngineListener) => EngineRun)[]) {
  const calls: string[] = [];
  const left = [...runs];
  const next = (name: string) => async (_: string, listener: EngineListener) => {
    calls.push(name);
    const run = left.shift();
    if (!run) throw new Error("an unexpected run");
    return run(listener);
  };
  const makeStack = async (stack: string, provider?: string): Promise<undefined> => {
    calls.push(`make ${stack} with ${provider}`);
  };
  const removeEmptyStack = async (stack: string) => {
    calls.push(`remove ${stack}`);
  };
  const context: RunContext = {
    logFolder,
    inUse: async () => undefined,
    onLogFault: (log, reason) => faults.push([log, reason]),
    engine: {
      preview: next("preview"),
      update: next("update"),
      makeStack,
      removeEmptyStack,
      watch: () => {},
      stopped: undefined,
    },
  };
  return { context, calls };
}

it("a stack that the state backend does not know is missing, without anything being made", async () => {
  const { context, calls } = engine(() => UNKNOWN);
  expect(await previewStack(context, STACK)).toMatchObject({
    tenant: "acme",
    status: "missing",
    findings: [{ code: "never-provisioned" }],
  });
  expect(calls).toEqual(["preview"]);
});

it("an update makes such a stack first, with the secrets provider of its file", async () => {
  const { context, calls } = engine(
    () => UNKNOWN,
    ({ onEvent }) => {
      onEvent(create);
      onEvent(summary({ create: 1 }));
      return OK;
    },
  );
  expect((await updateStack(context, STACK)).findings.map(({ code }) => code)).toEqual([
    "changed",
    "handover-due",
  ]);
  expect(calls).toEqual(["update", "make acme.stage with awskms://alias/stage", "update"]);
});

// A state backend that was lost knows no stack, and a second endpoint would be made beside the one that delivers.
it.each([
  ["preview", previewStack],
  ["update", updateStack],
])(
  "a %s of such a stack is an error where its endpoint is in use, and no stack is made",
  async (name, run) => {
    const { context, calls } = engine(() => UNKNOWN);
    const found = { code: "endpoint-not-in-state", message: "names endpoint we_1" };
    const report = await run({ ...context, inUse: async () => found }, STACK);
    expect(report).toMatchObject({ status: "error", findings: [found] });
    expect(calls).toEqual([name]);
  },
);

it("an update that the provider refuses since the endpoint is in use leaves no empty stack", async () => {
  const { context, calls } = engine(
    () => UNKNOWN,
    ({ onEvent }) => {
      onEvent(failure("endpoint-not-in-state: endpoint we_1 is in use"));
      return { isOk: false, text: "" };
    },
  );
  expect((await updateStack(context, STACK)).status).toBe("error");
  expect(calls.at(-1)).toBe("remove acme.stage");
});

it("an update that failed on the way tells why, and what it had changed by then", async () => {
  const { context } = engine(({ onEvent }) => {
    onEvent(create);
    onEvent(failure("aws-unavailable: no answer"));
    return { isOk: false, text: "" };
  });
  const { status, findings } = await updateStack(context, STACK);
  expect([status, findings.map(({ code }) => code)]).toEqual([
    "error",
    ["aws-unavailable", "changed", "handover-due"],
  ]);
});

it.each([
  ["preview", previewStack],
  ["update", updateStack],
])("a %s whose events broke off is an error, not unchanged", async (_, run) => {
  const { context } = engine(() => OK);
  expect(await run(context, STACK)).toMatchObject({ status: "error", findings: [{ code: "engine-failed" }] });
});

it.each([
  ["preview", previewStack, "the run was stopped before its end"],
  ["update", updateStack, expect.stringMatching(/before its end: steps .* may be half done/)],
])("a %s that was stopped at once says what may be left", async (_, run, message) => {
  const { context } = engine(() => ({ isOk: false, text: "", stopped: "at-once" }));
  const { status, findings } = await run(context, STACK);
  expect([status, findings]).toMatchObject(["error", [{ code: "cancelled", message }]]);
});

it("an update that was stopped before its stack was made is cancelled, and does not begin", async () => {
  const { context, calls } = engine(() => UNKNOWN);
  const stopped = { ...context, engine: { ...context.engine, makeStack: async () => "in-order" as const } };
  expect((await updateStack(stopped, STACK)).findings).toMatchObject([{ code: "cancelled" }]);
  expect(calls).toEqual(["update"]);
});

it("an engine that breaks down is that stack's error", async () => {
  const { context } = engine();
  expect(await previewStack(context, STACK)).toMatchObject({
    status: "error",
    findings: [{ code: "engine-failed", message: "an unexpected run" }],
  });
});

it("what the engine prints goes to the stack's log, a secret cut in two redacted", async () => {
  const { context } = engine(({ onOutput }) => {
    for (const piece of ["key sk_te", `st_${"abc"}\nlast line`]) onOutput("out", piece);
    onOutput("err", "a warning\n");
    return OK;
  });
  await previewStack(context, STACK);
  expect(readFileSync(join(logFolder, "acme.stage.log"), "utf8")).toBe(
    "key sk_test_[redacted]\na warning\nlast line\n",
  );
});

// `fleet up --log-dir` on a full disk ended in the middle of two runs, and both locks stayed.
it.each([
  ["is on a full disk", "/dev/full", "ENOSPC"],
  ["is a folder", logFolder, "EISDIR"],
])("a log that %s is noted, and the run goes on to its end", async (_, target, reason) => {
  const folder = mkdtempSync(join(logFolder, "broken-"));
  symlinkSync(target, join(folder, "acme.stage.log"));
  const { context } = engine(({ onEvent, onOutput }) => {
    onOutput("out", "a line\n");
    onEvent(summary({ same: 3 }));
    return OK;
  });
  faults.length = 0;
  expect(await updateStack({ ...context, logFolder: folder }, STACK)).toMatchObject({ status: "ok" });
  expect(faults).toEqual([[join(folder, "acme.stage.log"), reason]]);
});
