import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { secretPrefixOf } from "../../src/credential-forms";
import { describeWithEngine } from "../support/engine";
import { Journey, type Printed } from "../support/journey";
import { noteText } from "../support/leaks/notes";
import { installedCopyOf, OWN_PROGRAM } from "../support/linked-program";

/** A run of the engine; `masks`: whether it shows where a secret would have been. */
type Run = readonly [form: string, args: readonly string[], masks: boolean];
const now = ["--yes", "--skip-preview"];
const FIRST: Run = [
  "a first update with --json and verbose logging",
  ["up", "--json", "-v=9", "--logtostderr", ...now],
  true,
];
const DEBUG: Run = ["a preview with --debug and --diff", ["preview", "--debug", "--diff"], true];
const LAST: Run = ["a destroy with --json", ["destroy", "--json", ...now], false];

/** In the order of a stack's life. */
const RUNS: readonly Run[] = [
  FIRST,
  ["an unchanged update with --json", ["up", "--json", ...now], true],
  DEBUG,
  ["a preview with --json", ["preview", "--json"], false],
  ["a refresh with --debug and --diff", ["refresh", "--debug", "--diff", ...now], false],
  ["an update that is repeated with --debug", ["up", "--debug", "--show-sames", ...now], true],
  ["an export of the state", ["stack", "export"], false],
  ["the history", ["stack", "history", "--json", "--full-dates"], false],
  ["a preview with verbose logging", ["preview", "-v=9", "--logtostderr"], false],
  LAST,
];

const secretsOf = ({ tenant, stripe }: Journey, found = new Set([tenant.secretKey])) => {
  for (const { secret } of stripe.endpoints(tenant.accountId, "test")) found.add(secret);
  return found;
};
const shownIn = (text: string, secrets: Iterable<string>) =>
  [...secrets].filter((secret) => text.includes(secret.slice(-16))).map(secretPrefixOf);

// `pulumi up --json` printed the signing secret at each run: the SDK logs every resource in clear at level "debug".
describe.each([
  ["this program", () => CHECKOUT, RUNS],
  ["the component in a program of one's own", () => installedCopyOf(OWN_PROGRAM), [FIRST, DEBUG, LAST]],
] as const)("%s", (_program, folderOf, runs) => {
  describeWithEngine("shows no key and no signing secret", () => {
    let program: string;
    let journey: Journey;
    const secrets = new Set<string>();
    beforeAll(async () => {
      program = folderOf();
      journey = await Journey.open({ program });
      journey.variables.PULUMI_DEBUG_COMMANDS = "true";
    });
    afterAll(async () => {
      await journey?.close();
      if (program !== CHECKOUT) rmSync(program, { recursive: true, force: true });
    });

    it.each(runs)("in %s, nor in its event log", async (_form, args, masks) => {
      const { code, text } = await runWithEventLog(journey, args);
      expect([code, shownIn(text, secretsOf(journey, secrets))]).toEqual([0, []]);
      if (masks) expect(text).toContain("[redacted]");
    });
  });
});

/** The run, with all that its event log holds in `text`; commands that only show something have none. */
async function runWithEventLog(journey: Journey, args: readonly string[]): Promise<Printed> {
  if (args[0] === "stack") return journey.pulumi(...args);
  const log = join(journey.project, "events.json");
  const printed = await journey.pulumi(...args, "--event-log", log);
  const events = readFileSync(log, "utf8");
  rmSync(log);
  noteText("event log", events);
  return { ...printed, text: printed.text + events };
}
