import type { Environment } from "../../environments";
import { type Line, ownForStack, type Remedy } from "../../remedies";
import { stepLines } from "../../terminal/lines";
import { lookOf, type Tone } from "../../terminal/look";
import { type Surroundings, stepsIn } from "../../terminal/surroundings";
import { findingLines, type ReportedFinding } from "../verify/report";
import type { RotatedEndpoint, RotationStep } from "./next-step";
import type { RotationStatus } from "./run-rotation";
import type { RotateWords } from "./words";

/** Result of `rotate`; printed as it is by `--json` (schemas/rotate-report.schema.json). */
export interface RotateReport {
  readonly schemaVersion: 1;
  readonly command: "rotate";
  readonly stack: string;
  readonly environment: Environment;
  readonly companyId: string;
  /** `not-started`: only with `--status`, where no rotation is under way. */
  readonly status: RotationStatus | "not-started";
  /** Steps that this call has done, in order. */
  readonly done: readonly RotationStep["kind"][];
  /** The step that comes next; null where the rotation is finished. */
  readonly next: RotationStep["kind"] | null;
  /** The stack's endpoints in Stripe, newest first. */
  readonly endpoints: readonly RotatedEndpoint[];
  /** What the delivery check has found, where it was not good. */
  readonly findings: readonly ReportedFinding[];
}

const TONES: Readonly<Record<RotateReport["status"], Tone>> = {
  finished: "ok",
  "not-started": "note",
  "under-way": "note",
  waiting: "warning",
  "not-verified": "failure",
};

/** A rotation's report for people. `file`: the stack's file, which the steps have changed. */
export function rotateLines(
  surroundings: Surroundings,
  report: RotateReport,
  file: string,
  words: RotateWords,
): Line[] {
  const { stack, status, done, endpoints, findings } = report;
  const look = lookOf(surroundings.stdout, surroundings.env);
  const { first, after } = words.labels;
  return [
    look.line(TONES[status], look.bold(`${stack}: ${words.headlines[status]}`)),
    ...endpoints.map((endpoint) => `  ${words.endpoint(endpoint)}`),
    ...findings.flatMap((finding) => findingLines(finding, words.labels, look)),
    ...(done.length > 0 ? [look.line("note", words.fileChanged(file))] : []),
    ...stepLines(stepsIn(surroundings, nextRemedies(report, words), stack), [first, after]),
    "",
  ];
}

function nextRemedies(
  { status, next, stack, environment }: RotateReport,
  { withoutTerminal }: RotateWords,
): Remedy[] {
  if (status === "finished") return [];
  if (next === "hand-over")
    return [ownForStack("handover --reveal"), ownForStack("handover --done"), ownForStack("rotate")];
  const answer = environment === "live" ? `--confirm ${stack}` : "--yes";
  return [ownForStack("rotate", withoutTerminal(answer))];
}
