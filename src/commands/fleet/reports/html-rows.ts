import { SYMBOLS } from "../../../terminal/look";
import type { ReportedFinding, ReportedStack } from "../report";
import { differencesOf } from "./differences";
import { groupOf, isUrgent, stepsOf, TONES, wordOf } from "./groups";

/** One stack as a row of the page's table. */
export function htmlRow(stack: ReportedStack, command: string): string {
  const group = groupOf(stack);
  const tone = TONES[group];
  const symbol = `<span class="symbol" aria-hidden="true">${SYMBOLS[tone]}</span>`;
  return [
    `<tr role="row" data-group="${group}"${isUrgent(group) ? " data-urgent" : ""}>`,
    `<td role="cell" class="status ${tone}">${symbol}${wordOf(group, command)}</td>`,
    `<th role="rowheader" class="stack" scope="row">${htmlText(stack.stack)}</th>`,
    `<td role="cell" class="company id">${htmlText(stack.companyId ?? "")}</td>`,
    `<td role="cell" class="account id">${htmlText(stack.stripeAccountId ?? "")}</td>`,
    `<td role="cell" class="findings">${findingsCell(stack.findings)}</td>`,
    "</tr>\n",
  ].join("");
}

/** One finding that is a single line stands there; of others the first is what one sees, and all unfold. */
function findingsCell(findings: readonly ReportedFinding[]): string {
  const [first, ...others] = findings;
  if (!first) return "";
  if (others.length === 0 && differencesOf(first).length === 0)
    return findingItem(first) + nextList(findings);
  const more = others.length > 0 ? ` <span class="more">and ${others.length} more</span>` : "";
  const all = findings.length === 1 ? "1 finding" : `${findings.length} findings`;
  const seen = `<span class="first">${htmlText(first.message)}${more}</span><span class="all">${all}</span>`;
  const items = findings.map((finding) => `<li>${findingItem(finding)}</li>`).join("");
  return `<details><summary>${seen}</summary><ul>${items}</ul>${nextList(findings)}</details>`;
}

/** What to do about all findings of a stack, each step once. Only pages of https are links; the content policy lets nothing else run anyway. */
function nextList(findings: readonly ReportedFinding[]): string {
  return stepsOf(findings)
    .map(({ command, url, explanation }) => {
      const link = url?.startsWith("https://") ? `<a href="${htmlText(url)}">${htmlText(url)}</a>` : "";
      const parts = [
        command && `<code>${htmlText(command)}</code>`,
        link,
        explanation && htmlText(explanation),
      ];
      return `<p class="next"><b>Next</b> ${parts.filter(Boolean).join(" ")}</p>`;
    })
    .join("");
}

function findingItem(finding: ReportedFinding): string {
  const sides = differencesOf(finding).map(({ label, values }) => {
    const cells = values.map((value) => `<dd><code>${htmlText(value)}</code></dd>`).join("");
    return `<dt>${label}</dt>${cells}`;
  });
  const list = sides.length > 0 ? `<dl class="sides">${sides.join("")}</dl>` : "";
  return `${htmlText(finding.message)} <code>${htmlText(finding.code)}</code>${list}`;
}

/** Foreign text as text of an HTML page, also in an attribute's double quotes. */
export function htmlText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
