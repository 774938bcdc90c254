import { statSync } from "node:fs";
import { Readable } from "node:stream";
import { main } from "../../src/cli/main";
import type { Surroundings } from "../../src/terminal/surroundings";

/** What a command printed, and its exit code. */
export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a command runs: a folder, or one with what else is special there. */
export type Where = string | (Partial<Surroundings> & Pick<Surroundings, "cwd">);

/** Runs `plenigo-stripe …` in this process. */
export async function runCli(where: Where, ...words: readonly string[]): Promise<CliResult> {
  const surroundings = surroundingsIn(where);
  const code = await main(words, surroundings);
  return { code, ...surroundings.printed };
}

/** The surroundings of a command, and what was printed there so far. There is no terminal, and no wait takes time. */
export function surroundingsIn(where: Where) {
  const printed = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof printed) => {
    const write = (text: unknown) => {
      printed[name] += text;
      return true;
    };
    return { write } as NodeJS.WriteStream;
  };
  const surroundings: Surroundings = {
    env: process.env,
    stdin: Readable.from([]) as unknown as NodeJS.ReadStream,
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    clock: { now: Date.now, sleep: async () => {} },
    enter: (folder) => void statSync(folder),
    keepResult: () => {},
    ...(typeof where === "string" ? { cwd: where } : where),
  };
  return { ...surroundings, printed };
}
