import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { CHECKOUT } from "../../sandbox/tenant-project";

/** A step of a job of GitHub Actions. */
export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** A workflow. */
export interface Workflow {
  /** `deploy.yml` */
  readonly file: string;
  readonly path: string;
  readonly text: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency: Readonly<Record<string, unknown>>;
  readonly defaults: { readonly run: { readonly shell: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

const COPIED = join(CHECKOUT, "pipelines/github");
const OWN = join(CHECKOUT, ".github/workflows");

/** The workflows for GitHub that people copy. */
export function workflows(): Workflow[] {
  return workflowsOf(COPIED);
}

/** The workflows of this repository. */
export function ownWorkflows(): Workflow[] {
  return workflowsOf(OWN);
}

function workflowsOf(folder: string): Workflow[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yml"))
    .map((file) => {
      const path = join(folder, file);
      const text = readFileSync(path, "utf8");
      return { ...parse(text), file, path, text };
    });
}

/** A workflow by its file's name. */
export function workflow(file: string): Workflow {
  const found = [...workflows(), ...ownWorkflows()].find((candidate) => candidate.file === file);
  if (!found) throw new Error(`there is no ${file}`);
  return found;
}

/** The step of a job by its name. */
export function step({ file, jobs }: Workflow, job: string, name: string): Step {
  const found = jobs[job]?.steps.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`${file} has no step "${name}" in ${job}`);
  return found;
}

/** All steps with the job that they belong to. */
export function allSteps({ jobs }: Workflow): { readonly job: string; readonly step: Step }[] {
  return Object.entries(jobs).flatMap(([job, { steps }]) => steps.map((one) => ({ job, step: one })));
}
