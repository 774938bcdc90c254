import { ownForStack, type Remedy, wordsOfStep } from "../../remedies";
import { lookOf, type Tone } from "../../terminal/look";
import { type Surroundings, stepsIn } from "../../terminal/surroundings";
import { findingLines } from "../verify/verify-text";
import type { RotateReport } from "./report";
import type { RotateWords } from "./words";

const TONES: Readonly<Record<RotateReport["status"], Tone>> = {
  finished: "ok",
  "not-started": "note",
  "under-way": "note",
  waiting: "warning",
  "not-verified": "failure",
};

/** A rotation's report for people. `file`: the stack's file, which the steps have changed. */
export function rotateText(
  surroundings: Surroundings,
  report: RotateReport,
  file: string,
  words: RotateWords,
): string {
  const { stack, status, done, endpoints, findings } = report;
  const look = lookOf(surroundings.stdout, surroundings.env);
  const next = stepsIn(surroundings, nextRemedies(report, words), stack).map(
    (step, index) => `  ${index === 0 ? words.labels.first : words.labels.after}  ${wordsOfStep(step)}`,
  );
  return [
    look.line(TONES[status], look.bold(`${stack}: ${words.headlines[status]}`)),
    ...endpoints.map((endpoint) => `  ${words.endpoint(endpoint)}`),
    ...findings.flatMap((finding) => findingLines(finding, words.labels, look)),
    ...(done.length > 0 ? [look.line("note", words.fileChanged(file))] : []),
    ...next,
    "",
  ].join("\n");
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
