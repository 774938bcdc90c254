import { main } from "../../src/cli/main";

/** Help of the command that the words start with; undefined where there is no such command. */
export async function helpOf(words: readonly string[]): Promise<string | undefined> {
  const end = words.findIndex((word) => word.startsWith("-"));
  const verbs = end < 0 ? words : words.slice(0, end);
  const name = verbs[0] === "fleet" ? verbs.slice(0, 2).join(" ") : (verbs[0] ?? "");
  const printed: string[] = [];
  const streams = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, "write").mockImplementation((text) => printed.push(String(text)) > 0),
  );
  try {
    await main([...verbs, "--help"]);
  } finally {
    for (const stream of streams) stream.mockRestore();
  }
  const help = printed.join("");
  return help.startsWith(`Usage: plenigo-stripe ${name}`.trim()) ? help : undefined;
}
