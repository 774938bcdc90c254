import { runCli } from "./run-cli";

/** Help of the command that the words start with; undefined where there is no such command. */
export async function helpOf(words: readonly string[]): Promise<string | undefined> {
  const end = words.findIndex((word) => word.startsWith("-"));
  const verbs = end < 0 ? words : words.slice(0, end);
  const name = verbs[0] === "fleet" ? verbs.slice(0, 2).join(" ") : (verbs[0] ?? "");
  const { stdout, stderr } = await runCli(process.cwd(), ...verbs, "--help");
  const help = stdout + stderr;
  return help.startsWith(`Usage: plenigo-stripe ${name}`.trim()) ? help : undefined;
}
