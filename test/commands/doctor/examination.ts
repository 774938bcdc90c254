import { type Examination, examine } from "../../../src/commands/doctor/doctor";
import type { DoctorEngine } from "../../../src/commands/doctor/scene";
import { wordsOfStep } from "../../../src/remedies";
import { companyId, folderWith, PROJECT, stackFileText } from "../../support/project-folder";
import { surroundingsIn } from "../../support/run-cli";

/** An engine that answers as if everything were in order. */
export function healthyEngine(changes: Partial<DoctorEngine> = {}): DoctorEngine {
  return {
    version: async () => "v3.274.1",
    backend: async () => ({ url: "s3://states", user: "deployer" }),
    stacks: async () => ["acme.stage"],
    plugins: async () => [],
    decryptedConfig: async () => ({}),
    ...changes,
  };
}

/** Files of a project with a stack. */
export const FILES = { "Pulumi.yaml": PROJECT, "Pulumi.acme.stage.yaml": stackFileText(companyId(1)) };

/** What one check finds, and what it printed as the way to fix it. */
export async function finding(
  id: string,
  {
    files = FILES as Record<string, string>,
    folder = folderWith(files),
    env = {} as NodeJS.ProcessEnv,
    now = Date.now,
    ...rest
  }: Partial<Examination> & {
    files?: Record<string, string>;
    folder?: string;
    env?: NodeJS.ProcessEnv;
    now?: () => number;
  } = {},
) {
  const { clock, ...there } = surroundingsIn({ cwd: folder, env });
  const surroundings = { ...there, clock: { ...clock, now } };
  const report = await examine({ surroundings, ids: [id], engine: healthyEngine(), ...rest });
  const [outcome] = report.checks;
  if (!outcome) throw new Error(`There is no check ${id}.`);
  return {
    ...outcome,
    text: `${outcome.status}: ${outcome.message}`,
    next: outcome.next.map(wordsOfStep).join(" | "),
  };
}
