import { SYMBOLS } from "../../../terminal/look";
import type { ReportedFinding, ReportedStack } from "../report";
import { differencesOf } from "./differences";
import { groupOf, stepsOf, TONES, wordOf } from "./groups";

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

/**
 * Foreign text as plain text in GitHub's and GitLab's Markdown, also in a table's cell and in HTML: nothing in it is
 * formatting, a tag, a link or the end of a cell, and it calls no people (`@name`) and no issues (`#1`). An entity can't
 * stand for structure: spec.commonmark.org/0.31.2/#entity-and-numeric-character-references
 */
export function markdownText(text: string): string {
  return text.replace(/@|#|GH-(?=\d)|www\.|[&<>|*_`[\]()\\~$!:"']/gi, (start) =>
    /^[@#]|^GH-/i.test(start) ? `${start}${WORD_BREAK}` : entity(start),
  );
}

/** A zero-width space: what comes before and after is one word for people, two for GitHub. */
const WORD_BREAK = "&#8203;";

/** The last character as an entity, which parts `www.` from the link it would start. */
function entity(text: string): string {
  return `${text.slice(0, -1)}&#${text.charCodeAt(text.length - 1)};`;
}

/** Foreign text as code. HTML's `code`, since an entity would be taken literally between backticks. */
export function markdownCode(text: string): string {
  return `<code>${markdownText(text)}</code>`;
}

/** At most so many characters; a text that is cut ends in `…`. */
export function shortened(text: string, characters: number): string {
  const all = [...text];
  return all.length <= characters ? text : `${all.slice(0, characters - 1).join("")}…`;
}

/** The first few, and how many more there are. */
export function firstOf(texts: readonly string[], count: number): string[] {
  const rest = texts.length - count;
  return rest > 0 ? [...texts.slice(0, count), `and ${rest} more`] : [...texts];
}
