import { SYMBOLS } from "../../../terminal/look";
import type { ReportedFinding, ReportedStack } from "../report";
import { differencesOf } from "./differences";
import { groupOf, stepsOf, TONES, wordOf } from "./groups";
import { firstOf, markdownCode, markdownText, shortened } from "./markdown-text";

/** How much a row says: all, the beginning of each text, or the findings' codes alone. */
export const LENGTHS = ["full", "short", "codes"] as const;
export type Length = (typeof LENGTHS)[number];

/** Bounds of a short row: characters of a text, findings of a stack, values of a finding. */
const SHORT = { characters: 120, findings: 3, values: 3 } as const;

/** One stack as a row of the table `status | stack | findings`. */
export function markdownRow(stack: ReportedStack, command: string, length: Length): string {
  const group = groupOf(stack);
  const status = `${SYMBOLS[TONES[group]]} ${wordOf(group, command)}`;
  const name = markdownText(length === "full" ? stack.stack : shortened(stack.stack, SHORT.characters));
  return `| ${status} | ${name} | ${findingsCell(stack.findings, length)} |`;
}

/** One finding that is a single line stands there; everything else is folded. */
function findingsCell(findings: readonly ReportedFinding[], length: Length): string {
  const codes = firstOf(
    [...new Set(findings.map(({ code }) => code))].map((code) =>
      markdownCode(shortened(code, SHORT.characters)),
    ),
    length === "full" ? findings.length : SHORT.findings,
  ).join(", ");
  if (length === "codes") return codes;
  const lines = findings.map((finding) => findingLine(finding, length));
  const steps = length === "full" ? nextLines(findings) : "";
  if (lines.length === 1 && !lines[0]?.includes("<br>")) return `${lines[0]}${steps}`;
  const shown = length === "full" ? lines : firstOf(lines, SHORT.findings);
  const items = shown.map((line) => `<li>${line}</li>`).join("");
  return lines.length === 0
    ? ""
    : `<details><summary>${codes}</summary><ul>${items}</ul>${steps.replace(/^<br>/, "")}</details>`;
}

function findingLine(finding: ReportedFinding, length: Length): string {
  const cut = (text: string) => (length === "full" ? text : shortened(text, SHORT.characters));
  const sides = differencesOf(finding).map(({ label, values }) => {
    const shown = values.map((value) => markdownCode(cut(value)));
    return `<br>${label} ${(length === "full" ? shown : firstOf(shown, SHORT.values)).join(", ")}`;
  });
  return `${markdownCode(cut(finding.code))} ${markdownText(cut(finding.message))}${sides.join("")}`;
}

/** What to do about all findings of a stack, each step once. */
function nextLines(findings: readonly ReportedFinding[]): string {
  return stepsOf(findings)
    .map(({ command, url, explanation }) => {
      const what = command ? markdownCode(command) : url ? markdownText(url) : "";
      return `<br>next ${[what, explanation && markdownText(explanation)].filter(Boolean).join(" ")}`;
    })
    .join("");
}
