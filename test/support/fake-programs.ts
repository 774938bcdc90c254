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

const PROGRAMS = ["npx", "gh", "npm", "curl"];
const SCRIPTS = join(__dirname, "fake-programs");

/** Makes the stand-ins, for one test. */
export function fakePrograms(): FakePrograms {
  const folder = folderWith({ calls: "" });
  for (const program of PROGRAMS) {
    const file = join(folder, program);
    writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${SCRIPTS}/${program}.js" "$@"\n`);
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
