import { type Look, lookOf } from "../../../terminal/look";
import { wholeNumber } from "../../../terminal/options";
import { placeIn, type Surroundings } from "../../../terminal/surroundings";
import { type CliCommand, EXIT } from "../../cli-command";
import { changedStacks, onlyChanged, orphanText } from "../changed/changed";
import { cleaned, jsonText, redacted } from "../reports/cleaned";
import { groupBy, readFleet, type SelectionFlags, selectionOf, selectStacks, withSelection } from "../select";
import { MOST_JOBS, STACKS_PER_JOB } from "./matrix";
import { type MatrixReport, matrixReport } from "./matrix-report";

interface MatrixFlags extends SelectionFlags {
  readonly changedSince?: string;
  readonly jobs: number;
  readonly stacksPerJob: number;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  plenigo-stripe fleet matrix --changed-since origin/main --environment stage
  plenigo-stripe fleet matrix --jobs 40
  matrix=$(plenigo-stripe fleet matrix --changed-since HEAD^) && echo "matrix=$matrix" >> "$GITHUB_OUTPUT"`;

/** `plenigo-stripe fleet matrix`: the jobs of a CI matrix, with the stacks that each has to run. */
export const fleetMatrixCommand: CliCommand<MatrixFlags> = {
  name: "matrix",
  description:
    'Prints a CI matrix, {"include":[…]}, for the stacks or those that changed; reads files and git only.',
  declare: (command) =>
    withSelection(command)
      .option(
        "--changed-since <ref>",
        "only stacks that changed since HEAD parted from this commit or branch",
      )
      .option(
        "--jobs <number>",
        "most jobs; each environment has one at least",
        wholeNumber(1, MOST_JOBS),
        MOST_JOBS,
      )
      .option(
        "--stacks-per-job <number>",
        "stacks in a job, more where --jobs asks",
        wholeNumber(1, 1000),
        STACKS_PER_JOB,
      )
      .option("--json", "print one JSON document: the stacks with their reasons, the jobs, and the orphans")
      .addHelpText("after", EXAMPLES),
  run: async (surroundings, flags) => {
    const { stdout, stderr, env } = surroundings;
    const report = await reportOf(surroundings, flags);
    stderr.write(notes(cleaned(report), flags.changedSince, lookOf(stderr, env)));
    stdout.write(jsonText(flags.json ? redacted(report) : { include: report.jobs }));
    // A stack that is left out must not keep a pipeline from deploying the others: it is told, and fleet list ends with 2.
    return EXIT.ok;
  },
};

async function reportOf(surroundings: Surroundings, flags: MatrixFlags): Promise<MatrixReport> {
  const { cwd, env } = surroundings;
  const fleet = readFleet(cwd);
  const selection = selectionOf(flags);
  const changed =
    flags.changedSince === undefined
      ? undefined
      : await changedStacks(fleet.project, flags.changedSince, env);
  const wanted = changed ? onlyChanged(selection, changed) : selection;
  // An environment without stacks is an empty matrix, while a tenant's name that nothing fits is a mistake.
  const stacks = new Set(fleet.stacks.map(({ stack }) => stack));
  const selected = selectStacks(fleet, flags.tenant ? selection : { stacks, ...definedOnly(selection) });
  return matrixReport(
    selected.filter(({ stack }) => wanted.stacks?.has(stack) ?? true),
    selection,
    flags,
    placeIn(surroundings),
    changed,
  );
}

function definedOnly<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

/** What people read beside the matrix: each reason once, orphans, stacks that are in no job. */
function notes({ stacks, jobs, orphans }: MatrixReport, since: string | undefined, look: Look): string {
  const reasons = groupBy(
    stacks.flatMap(({ stack, findings }) => {
      const reason = findings.find(({ code }) => code === "changed")?.message;
      return reason ? [{ stack, reason }] : [];
    }),
    ({ reason }) => reason,
  );
  const faults = stacks.flatMap(({ stack, findings }) =>
    findings.filter(({ code }) => code === "config-invalid").map(({ message }) => `${stack}: ${message}`),
  );
  const count = jobs.reduce((sum, job) => sum + job.count, 0);
  return [
    ...[...reasons].map(([reason, changed]) =>
      look.line("note", `${short(changed.map(({ stack }) => stack))}: ${reason}`),
    ),
    ...orphans.map((stack) => look.line("warning", orphanText(stack))),
    ...faults.map((text) => look.line("failure", `left out: ${text}`)),
    `${count} ${count === 1 ? "stack" : "stacks"}${since !== undefined ? ` changed since ${since}` : ""}, in ${jobs.length} ${jobs.length === 1 ? "job" : "jobs"}`,
    "",
  ].join("\n");
}

function short(names: readonly string[]): string {
  return names.length <= 3 ? names.join(", ") : `${names.length} stacks`;
}
