import { join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { findProgram } from "../../src/engine/run-command";

/** A program that checks or runs pipelines, and what to say in a test's title where it is not there. */
export interface PipelineTool {
  /** Path; empty where there is none. */
  readonly program: string;
  /** For a title; empty where the program is there. */
  readonly skipped: string;
  /** `it`, or where the program is missing its skipping one. */
  readonly it: jest.It;
  readonly describe: jest.Describe;
}

const FOLDER = ".sandbox/tools/linters/bin";

/** Finds a tool: its name in capitals in the environment, on PATH, or where .ci/run puts it. */
export function pipelineTool(
  name: "act" | "actionlint" | "check-jsonschema" | "shellcheck" | "zizmor",
  env: NodeJS.ProcessEnv = process.env,
): PipelineTool {
  const variable = name.toUpperCase().replaceAll("-", "_");
  const program = env[variable] || findProgram(name, env, join(CHECKOUT, FOLDER));
  if (program) return { program, skipped: "", it, describe };
  const skipped = ` (skipped: no ${name} in ${variable}, on PATH or in ${FOLDER})`;
  return { program: "", skipped, it: it.skip, describe: describe.skip };
}
