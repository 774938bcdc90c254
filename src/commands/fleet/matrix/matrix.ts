import type { StackFile } from "../../../config/stack-file";
import { ENVIRONMENTS, type Environment } from "../../../environments";

/** GitHub refuses a matrix of more jobs. GitHub: docs.github.com/actions/reference/limits */
export const MOST_JOBS = 256;

/** Stacks for which it pays to start another job: at some 6 s each, four at a time, they take as long as its setup. */
export const STACKS_PER_JOB = 20;

/** One job of a CI matrix. */
export interface MatrixJob {
  /** For people: `live 2 of 7: acme.live to bild.live`. */
  readonly name: string;
  readonly environment: Environment;
  /** Options of the fleet commands that select the job's stacks: `--stack acme.live --stack bild.live`. */
  readonly stacks: string;
  readonly count: number;
  /** Why these stacks: the most frequent reasons, with the number of stacks where there are several. */
  readonly reason: string;
}

/** A stack, and why it is in the matrix. */
export interface MatrixStack extends Pick<StackFile, "stack"> {
  readonly environment: Environment;
  readonly reason: string;
}

/** How stacks are shared out. */
export interface MatrixShape {
  /** Most jobs, 1-256. */
  readonly jobs: number;
  /** Stacks per job as long as that needs no more jobs than `jobs`. */
  readonly stacksPerJob: number;
}

/**
 * Shares the stacks out to jobs of almost equal size, in their order, stage before live. A job never holds both: jobs
 * of different environments have different roles and approvals.
 */
export function matrixOf(stacks: readonly MatrixStack[], shape: MatrixShape): MatrixJob[] {
  const groups = ENVIRONMENTS.map((environment) => ({
    environment,
    stacks: stacks.filter((stack) => stack.environment === environment),
  })).filter((group) => group.stacks.length > 0);
  return groups.flatMap(({ environment, stacks: own }) => {
    const share = Math.max(1, Math.floor((shape.jobs * own.length) / stacks.length));
    const jobs = Math.min(
      groups.length === 1 ? shape.jobs : share,
      Math.ceil(own.length / shape.stacksPerJob),
    );
    return chunks(own, jobs).map((chunk, index, { length }) => jobOf(environment, chunk, index + 1, length));
  });
}

/** As many parts as said, in order; their sizes differ by one at most. */
function chunks<T>(items: readonly T[], parts: number): T[][] {
  const start = (part: number) => Math.floor((part * items.length) / parts);
  return Array.from({ length: parts }, (_, part) => items.slice(start(part), start(part + 1)));
}

function jobOf(
  environment: Environment,
  stacks: readonly MatrixStack[],
  number: number,
  of: number,
): MatrixJob {
  const names = stacks.map(({ stack }) => stack);
  const span = names.length === 1 ? names[0] : `${names[0]} to ${names.at(-1)}`;
  return {
    name: `${environment}${of > 1 ? ` ${number} of ${of}` : ""}: ${span}`,
    environment,
    stacks: names.map((name) => `--stack ${name}`).join(" "),
    count: names.length,
    reason: reasonOf(stacks),
  };
}

const REASONS_SHOWN = 3;

function reasonOf(stacks: readonly MatrixStack[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of stacks) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts].sort(([, one], [, other]) => other - one);
  const shown = reasons
    .slice(0, REASONS_SHOWN)
    .map(([reason, count]) => (count > 1 && reasons.length > 1 ? `${reason} (${count} stacks)` : reason));
  const hidden = reasons.length - shown.length;
  return [...shown, ...(hidden > 0 ? [`and ${hidden} more reasons`] : [])].join("; ");
}
