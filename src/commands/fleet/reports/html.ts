import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FINDINGS } from "../finding-codes";
import type { FleetReport } from "../report";
import { cleaned } from "./cleaned";
import { countsOf, headline, number, resultText, TONES, urgentCount, urgentFirst, wordOf } from "./groups";
import { htmlRow, htmlText } from "./html-rows";

/**
 * A report as one HTML page that needs nothing else: no other file, no network. Each stack is a row of a table, the
 * urgent ones first; the counts filter it, a field searches it, findings unfold. Without scripts all rows are there.
 * Its content policy allows its own style and script alone, by their hashes, so that foreign text can't run.
 * @param at when the report was made
 */
export function reportHtml(report: FleetReport, at: Date): string {
  const shown = cleaned(report);
  const style = readFileSync(join(__dirname, "page", "page.css"), "utf8");
  const script = readFileSync(join(__dirname, "page", "page.js"), "utf8");
  const title = htmlText(headline(shown));
  const rows = table(shown);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main>
<header>
<p>plenigo-stripe ${htmlText(shown.command)}, <time datetime="${at.toISOString()}">${timeText(at)}</time></p>
<h1>${capital(resultText(shown))}</h1>
</header>
${counts(shown)}
${search(rows.includes("<details>"))}
${rows}
${meanings(shown)}
</main>
<script>${script}</script>
</body>
</html>
`;
}

/** Content-Security-Policy: www.w3.org/TR/CSP3 */
function policy(style: string, script: string): string {
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const sources = `script-src ${hash(script)}; style-src ${hash(style)}; img-src data:`;
  return `default-src 'none'; ${sources}; base-uri 'none'; form-action 'none'`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function timeText(at: Date): string {
  return `${at.toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" })} UTC`;
}

/** The counts are the filter; they stay plain counts until the script makes them work. */
function counts(report: FleetReport): string {
  const urgent = urgentCount(report);
  const start = urgent > 0 ? "urgent" : "all";
  const tile = (value: string, count: number, word: string, tone?: string) =>
    `<label><input type="radio" name="filter" value="${value}" data-count="${count}" disabled` +
    `${value === start ? " checked" : ""}><b${tone && count > 0 ? ` class="${tone}"` : ""}>${number(count)}</b>` +
    `<span>${word}</span></label>`;
  const groups = countsOf(report).map(({ group, count }) =>
    tile(group, count, wordOf(group, report.command, count), TONES[group]),
  );
  return [
    `<fieldset class="counts"><legend class="unseen">Show</legend>`,
    tile("urgent", urgent, urgent === 1 ? "needs attention" : "need attention"),
    ...groups,
    tile("all", report.stacks.length, "all"),
    "</fieldset>",
  ].join("\n");
}

const search = (canUnfold: boolean) => `<div class="search" role="search" hidden>
<label class="unseen" for="search">Search</label>
<input id="search" type="search" placeholder="Stack, company id, account, event, text" autocomplete="off" spellcheck="false">
<button id="unfold" type="button"${canUnfold ? "" : " hidden"}>Unfold all</button>
<output aria-live="polite"></output>
</div>`;

/** Rows from which on those outside the window are drawn only when they are scrolled to. */
const LONG = 200;

const COLUMNS = {
  status: "Status",
  stack: "Stack",
  company: "Company id",
  account: "Stripe account",
  findings: "Findings",
};

function table(report: FleetReport): string {
  const rows = urgentFirst(report).map((stack) => htmlRow(stack, report.command));
  const column = (name: string, title: string) =>
    `<th role="columnheader" class="${name}" scope="col">${title}</th>`;
  const columns = Object.entries(COLUMNS).map(([name, title]) => column(name, title));
  return `<table role="table"${rows.length > LONG ? ' class="long"' : ""}>
<caption class="unseen">Stacks, those that need attention first</caption>
<thead role="rowgroup"><tr role="row">${columns.join("")}</tr></thead>
<tbody role="rowgroup">
${rows.join("")}</tbody>
</table>
<p class="empty"${rows.length > 0 ? " hidden" : ""}>No stack to show.</p>`;
}

/** What the codes mean that occur. */
function meanings({ stacks }: FleetReport): string {
  const codes = new Set(stacks.flatMap(({ findings }) => findings.map(({ code }) => code)));
  const known = [...codes].filter((code) => FINDINGS[code]).sort();
  if (known.length === 0) return "";
  const items = known.map(
    (code) => `<dt><code>${htmlText(code)}</code></dt><dd>${htmlText(FINDINGS[code]?.meaning ?? "")}</dd>`,
  );
  return `<details class="meanings"><summary>What the codes mean</summary><dl>${items.join("\n")}</dl></details>`;
}
