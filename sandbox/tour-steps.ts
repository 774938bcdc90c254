import { runCommand } from "../src/engine/run-command";
import { FOLDER } from "./sandbox-folder";
import type { SandboxSession } from "./session";

/** A step of the tour that did not do what it should. */
class TourFailure extends Error {}

/** Holds the tour to what it shows. @throws Error */
export function expectThat(holds: boolean, claim: string): void {
  if (!holds) throw new TourFailure(`The tour stopped. Expected: ${claim}.`);
}

/** Prints titles with their numbers. */
export function stepPrinter(print: (text: string) => void): (title: string) => void {
  let number = 0;
  return (title) => {
    number += 1;
    print(`\n${number}. ${title}\n`);
  };
}

/** Options that the tour gives and a person would not. */
const UNSEEN = ["--color", "never", "--skip-preview", "--suppress-progress", "--suppress-outputs"];

/** Runs pulumi on the stage stack, shows what it prints in short, and holds its exit code to what it should be. */
export function pulumiRunner({ env }: SandboxSession, print: (text: string) => void) {
  return async (args: readonly string[], expected: number): Promise<string> => {
    const all = [...args, "--stack", "stage", "--color", "never", "--suppress-progress"];
    print(`    $ pulumi ${all.filter((word) => !UNSEEN.includes(word)).join(" ")}\n`);
    const { code, stdout, stderr } = await runCommand("pulumi", all, { cwd: FOLDER.project, env });
    const text = stdout + stderr;
    print(indented(code === expected ? inShort(text) : text));
    expectThat(code === expected, `exit code ${expected}, and got ${code}`);
    return text;
  };
}

/** Runs `npx plenigo-stripe`, shows what it prints, and holds its exit code to what it should be. */
export function cliRunner({ env }: SandboxSession, print: (text: string) => void) {
  return async (words: readonly string[], expected: number): Promise<void> => {
    print(`    $ npx plenigo-stripe ${words.join(" ")}\n`);
    const onOutput = (text: string) => print(indented(text));
    const { code } = await runCommand("plenigo-stripe", words, { cwd: FOLDER.project, env, onOutput });
    expectThat(code === expected, `exit code ${expected}, and got ${code}`);
  };
}

/** Each of them says so in each run; the tour says it once. */
const STAND_IN = /stand-in for Pulumi's/;
/** Steps on their way, and resources and values that stay as they are. */
const LEFT_OUT = [
  STAND_IN,
  /^ [+~ ] {2}\S+ \S+ (?:creating|updating|refreshing|running)\b/,
  /^ ~ {2}\S+ \S+ refresh(?: \(\S+\))?\s*$/,
  /^ {4}\S+ \S+ {2}/,
  /^\s+\[(?:urn|id)=/,
  /^\s+[\w.]+ *: (?:true|\d+|"[^"]*"|\[secret\])$/,
  /: (?:\{|\(same\))$|^ {2,}\}$/,
  /^\s+-- ?outputs:--$|^Diagnostics:$|^ {2}pulumi:pulumi:Stack/,
  /^\s*$/,
];

/** What the engine prints without what nobody reads in a tour. Outputs stay, since the tour suppresses them elsewhere. */
function inShort(text: string): string {
  const [steps = "", outputs = ""] = text.split(/^(?=Outputs:)/m);
  const shown = steps.split("\n").filter((line) => !LEFT_OUT.some((pattern) => pattern.test(line)));
  const told = outputs.split("\n").filter((line) => line !== "" && !STAND_IN.test(line));
  return [...shown, ...told, ""].join("\n");
}

const indented = (text: string) => text.replace(/^(?=.)/gm, "    ");

/** A value for the screen: prefix and length of a key or signing secret, everything else as it is. */
export function masked(value: string): string {
  const match = /^((?:sk|rk)_(?:test|live)_|whsec_)(.+)$/.exec(value);
  return match ? `${match[1]}… (${match[2]?.length ?? 0} more characters)` : value;
}
