import { ownForStack, type Remedy, wordsOfStep } from "../../remedies";
import { stepsHere } from "../../terminal/here";
import { lookOf, type OutputStream, type Tone } from "../../terminal/look";
import { findingLines } from "../verify/verify-text";
import type { RotateReport } from "./report";

const HEADLINES: Readonly<Record<RotateReport["status"], readonly [Tone, string]>> = {
  finished: ["ok", "the rotation is finished"],
  "not-started": ["note", "no rotation is under way"],
  "under-way": ["note", "the rotation is under way"],
  waiting: ["warning", "the new signing secret has to be entered in plenigo"],
  "not-verified": ["failure", "the delivery was not verified, and the old endpoint stays"],
};

/** A rotation's report for people. `file`: the stack's file, which the steps have changed. */
export function rotateText(report: RotateReport, file: string, stream: OutputStream): string {
  const { stack, status, done, endpoints, findings } = report;
  const look = lookOf(stream);
  const [tone, headline] = HEADLINES[status];
  const next = stepsHere(nextRemedies(report), stack).map(
    (step, index) => `  ${index === 0 ? "next" : "then"}  ${wordsOfStep(step)}`,
  );
  return [
    look.line(tone, look.bold(`${stack}: ${headline}`)),
    ...endpoints.map(({ id, generation, enabled, handedOverAt }) => {
      const handed = handedOverAt ? `handed over ${handedOverAt}` : "not marked as handed over";
      return `  ${id}  generation ${generation}, ${enabled ? "enabled" : "disabled"}, ${handed}`;
    }),
    ...findings.flatMap((finding) => findingLines(finding, stream)),
    ...(done.length > 0 ? [look.line("note", `${file} has changed: commit it`)] : []),
    ...next,
    "",
  ].join("\n");
}

function nextRemedies({ status, next, stack, environment }: RotateReport): Remedy[] {
  if (status === "finished") return [];
  if (next === "hand-over")
    return [ownForStack("handover --reveal"), ownForStack("handover --done"), ownForStack("rotate")];
  const answer = environment === "live" ? `--confirm ${stack}` : "--yes";
  return [ownForStack("rotate", `without a terminal: ${answer}`)];
}
