import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "./project-folder";

/** A call of a program that a pipeline made. */
export interface Call {
  readonly program: "npx" | "gh" | "npm" | "curl" | "pulumi";
  readonly words: readonly string[];
  /** Whether the job had credentials, or a token for them, when it was made. */
  readonly hasCredentials: boolean;
  /** Text that `gh` was to post. */
  readonly body?: string;
}

/** Stand-ins for the programs of a pipeline that would leave this machine. */
export interface FakePrograms {
  /** To go before everything else on PATH. */
  readonly folder: string;
  /** What the stand-ins need to be told. */
  readonly env: Readonly<Record<string, string>>;
  /** Calls so far, in their order. */
  calls(): Call[];
}

const SCRIPTS = join(__dirname, "fake-programs");

/** Text of a program that runs a stand-in. */
export function fakeProgramText(program: Call["program"]): string {
  return `#!/bin/sh\nHERE='${SCRIPTS}'\nNODE='${process.execPath}'\n. "$HERE/note-call.sh"\n. "$HERE/${program}.sh"\n`;
}

/** Makes the stand-ins, for one test. */
export function fakePrograms(): FakePrograms {
  const folder = folderWith({ calls: "" });
  for (const program of ["npx", "gh", "npm", "curl"] as const) {
    const file = join(folder, program);
    writeFileSync(file, fakeProgramText(program));
    chmodSync(file, 0o755);
  }
  const log = join(folder, "calls");
  const calls = () => linesOf(readFileSync(log, "utf8")).map((line) => JSON.parse(line));
  return { folder, env: { FAKE_LOG: log }, calls };
}

/** The lines of a text that are not empty. */
export function linesOf(text: string): string[] {
  return text.split("\n").filter(Boolean);
}
