import { markdownMarker, reportMarkdown } from "../../../../src/commands/fleet/reports/markdown";
import {
  auditOf,
  HANDOVER_DUE,
  mixedAudit,
  PLACE,
  stackReport,
  unchanged,
} from "../../../support/fleet-reports";

/** A report that has no room: each stack misses many events. */
function wideAudit(count: number) {
  const events = Array.from({ length: 40 }, (_, index) => `some.long.event.name.${index}`);
  const finding = { code: "events-differ", message: "has other events", expected: events, actual: [] };
  const drifted = Array.from({ length: count }, (_, index) =>
    stackReport(`t${index}.live`, "drift", finding),
  );
  return auditOf(...drifted, stackReport("broken.live", "error", { code: "aws-unavailable", message: "no" }));
}

it("has a marker, the counts, failures first, changed stacks only, and details folded", () => {
  expect(reportMarkdown(mixedAudit(), PLACE)).toBe(`\
<!-- plenigo-stripe:fleet audit -->
### fleet audit: 4 of 10 stacks need attention

1 error · 1 not run · 1 drift · 1 missing · 1 note · 5 as declared

| status | stack | findings |
| --- | --- | --- |
| ✗ error | broken.live | <code>stripe-unreadable</code> Stripe did not answer<br>next <code>npx plenigo-stripe doctor --stack broken.live</code> asks Stripe with each key of the stack |
| ✗ not run | waiting.live | <code>not-run</code> stopped after 3 failures<br>next <code>npx plenigo-stripe doctor --stack waiting.live</code> looks at all that the stack needs |
| ! drift | drifted.live | <details><summary><code>events-differ</code>, <code>endpoint-disabled</code></summary><ul>\
<li><code>events-differ</code> endpoint we&#95;1 has other events<br>missing <code>charge.failed</code>, \
<code>charge.updated</code><br>extra <code>customer.created</code></li>\
<li><code>endpoint-disabled</code> endpoint we&#95;1 is disabled</li></ul>next <code>npx plenigo-stripe fleet up --stack drifted.live</code> repairs it in place</details> |
| ! missing | gone.stage | <code>secret-missing</code> there is no secret<br>next <code>npx plenigo-stripe fleet up --stack gone.stage</code> makes it |
| · note | noted.live | <code>handover-due</code> plenigo may lack the signing secret<br>next <code>npx plenigo-stripe handover --stack noted.live</code> shows what plenigo needs; --done notes that it was entered |
`);
});

it("is short when nothing changed", () => {
  expect(reportMarkdown(auditOf(...unchanged(12)), PLACE)).toBe(
    "<!-- plenigo-stripe:fleet audit -->\n### fleet audit: all 12 stacks are as declared\n\nNo changes.\n",
  );
});

it("has one marker per command", () => {
  expect(markdownMarker("fleet preview")).toBe("<!-- plenigo-stripe:fleet preview -->");
});

it("counts notes that many stacks have, instead of listing them", () => {
  const noted = Array.from({ length: 998 }, (_, index) => stackReport(`a${index}.live`, "ok", HANDOVER_DUE));
  const text = reportMarkdown(auditOf(...noted), PLACE);
  expect(text).toContain("- <code>handover-due</code> 998 stacks: nobody has noted");
  expect(text).not.toContain("| status |");
});

it("shortens details before it leaves out a row, the least urgent ones first, and says so", () => {
  const text = reportMarkdown(wideAudit(60), PLACE);
  const rows = text.split("\n").filter((line) => line.startsWith("| ! "));
  expect([text.length < 65_536, rows.length]).toEqual([true, 60]);
  expect([rows[0]?.includes("event.name.39"), rows.at(-1)?.includes("and 37 more")]).toEqual([true, true]);
  expect(text).toMatch(/\n_This report is cut to GitHub's limit: details shortened: \d+ stacks\. /);
});

it("leaves out the least urgent rows last, and says how many", () => {
  const text = reportMarkdown(wideAudit(3000), PLACE);
  const shown = text.split("\n").filter((line) => line.startsWith("| ! ")).length;
  const left = (3000 - shown).toLocaleString("en-GB");
  expect([text.length < 65_536, text.includes("| ✗ error | broken.live |"), shown > 900]).toEqual([
    true,
    true,
    true,
  ]);
  expect(text).toContain(`left out: ${left} stacks (${left} drift)`);
});

it("stays within the bytes of a step's summary too", () => {
  const text = reportMarkdown(wideAudit(300), PLACE, { characters: 1_000_000, bytes: 10_000 });
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(10_000);
  expect(text).toContain("left out: ");
});
