import { lookOf, type OutputStream, type Tone } from "../../terminal/look";
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
  report: RotateReport,
  file: string,
  words: RotateWords,
  stream: OutputStream,
): string {
  const { stack, status, done, endpoints, findings } = report;
  const look = lookOf(stream);
  const next = nextCommands(report, words).map(
    (step, index) => `  ${index === 0 ? words.labels.first : words.labels.after}  ${step}`,
  );
  return [
    look.line(TONES[status], look.bold(`${stack}: ${words.headlines[status]}`)),
    ...endpoints.map((endpoint) => `  ${words.endpoint(endpoint)}`),
    ...findings.flatMap((finding) => findingLines(finding, words.labels, stream)),
    ...(done.length > 0 ? [look.line("note", words.fileChanged(file))] : []),
    ...next,
    "",
  ].join("\n");
}

function nextCommands(
  { status, next, stack, environment }: RotateReport,
  { withoutTerminal }: RotateWords,
): string[] {
  const command = `plenigo-stripe rotate --stack ${stack}`;
  const answered = environment === "live" ? `--confirm ${stack}` : "--yes";
  const handOver = [
    `plenigo-stripe handover --stack ${stack} --reveal`,
    `plenigo-stripe handover --stack ${stack} --done`,
  ];
  if (status === "finished") return [];
  if (next === "hand-over") return [...handOver, command];
  return [`${command}   (${withoutTerminal(answered)})`];
}
