import { join } from "node:path";
import { SHIM } from "../../src/endpoint/shim";
import { runCommand } from "../../src/engine/run-command";
import type { Journey } from "./journey";
import { noteText } from "./leaks/notes";

/** `npx --no plenigo-stripe …` of an installed package, in a journey's project. */
export async function installedCli(journey: Journey, program: string, ...words: readonly string[]) {
  const command = join(program, "node_modules", ".bin", "plenigo-stripe");
  const env = journey.environment();
  const result = await runCommand(command, words, { cwd: journey.project, env });
  noteText(`installed plenigo-stripe ${words[0]}`, result.stdout + result.stderr);
  return result;
}

/** Exit codes of what a user does first, by name; a run that failed has its text as well. */
export type WalkCodes = Readonly<Record<string, number | null | string>>;

/** What {@link packageWalk} returns where everything is as it should be. */
export const GOOD_WALK: WalkCodes = {
  "preview of an empty stack": 0,
  up: 0,
  "another text of the provider than a clone stores": 0,
  "drift check": 0,
  "drift check after an edit by hand": 7,
  "repair by fleet up": 0,
  "fleet audit": 0,
  destroy: 0,
  "endpoints left": 0,
};

/** Compares what Pulumi has stored of the provider; a difference would be an update in every stack. */
function storedText(journey: Journey) {
  const stored = String(journey.resource("WebhookEndpoint")?.inputs?.__provider);
  return { code: stored === SHIM ? 0 : 1, stdout: stored, stderr: "" };
}

/** Preview, up, drift, repair, audit and destroy, with the real engine. */
export async function packageWalk(journey: Journey, program: string): Promise<WalkCodes> {
  const codes: Record<string, number | null | string> = {};
  const step = async (
    name: string,
    run: () => Promise<{ code: number | null; stdout: string; stderr: string }>,
  ) => {
    const { code, stdout, stderr } = await run();
    codes[name] = code === GOOD_WALK[name] ? code : `${code}: ${stdout}${stderr}`;
    return codes[name] === code;
  };
  const steps: readonly [string, () => Promise<{ code: number | null; stdout: string; stderr: string }>][] = [
    ["preview of an empty stack", () => journey.pulumi("preview")],
    [
      "up",
      () => {
        // The preview has checked the program's types, if it has some; from here on it would be half of each run.
        journey.variables.PULUMI_NODEJS_TRANSPILE_ONLY = "true";
        return journey.pulumi("up", "--yes", "--skip-preview");
      },
    ],
    ["another text of the provider than a clone stores", async () => storedText(journey)],
    ["drift check", () => journey.preview()],
    [
      "drift check after an edit by hand",
      () => {
        journey.stripe.changeEndpoint(journey.endpoint().id, { status: "disabled" });
        return journey.preview();
      },
    ],
    ["repair by fleet up", () => installedCli(journey, program, "fleet", "up", "--yes", "--json")],
    ["fleet audit", () => installedCli(journey, program, "fleet", "audit", "--json")],
    ["destroy", () => journey.pulumi("destroy", "--yes", "--skip-preview")],
  ];
  for (const [name, run] of steps) if (!(await step(name, run))) return codes;
  codes["endpoints left"] = journey.endpoints().length;
  return codes;
}
