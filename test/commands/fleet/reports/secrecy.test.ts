import { fakeKey, fakeSigningSecret } from "../../../../sandbox/emulators/stripe/fake-keys";
import type { FleetReport } from "../../../../src/commands/fleet/report";
import { reportAnnotations } from "../../../../src/commands/fleet/reports/annotations";
import { reportJson } from "../../../../src/commands/fleet/reports/cleaned";
import { reportHtml } from "../../../../src/commands/fleet/reports/html";
import { reportMarkdown } from "../../../../src/commands/fleet/reports/markdown";
import { lookOf } from "../../../../src/terminal/look";
import { auditOf, PLACE, reportText, stackReport } from "../../../support/fleet-reports";

const secrets = [fakeKey("sk", "live", "a"), fakeKey("rk", "test", "b"), fakeSigningSecret("c")];
const [secretKey, restrictedKey, signingSecret] = secrets;

const FORMS: [string, (report: FleetReport) => string][] = [
  ["text", (report) => reportText(report, lookOf({}, {}))],
  ["JSON", reportJson],
  ["Markdown", (report) => reportMarkdown(report, PLACE)],
  ["cut Markdown", (report) => reportMarkdown(report, PLACE, { characters: 1_150, bytes: 1_150 })],
  ["HTML", (report) => reportHtml(report, new Date(0))],
  ["annotations", (report) => reportAnnotations(report, (file) => file)],
];

it.each(FORMS)("no key and no signing secret gets into %s", (_, form) => {
  const leaky = {
    code: "run-failed",
    message: `Stripe refused ${secretKey} in a long text ${"x".repeat(60)} ${restrictedKey}`,
    expected: { key: restrictedKey, [secretKey ?? ""]: "as a name" },
    actual: [signingSecret, { deep: [secretKey] }],
  };
  const text = form(auditOf({ ...stackReport("a.live", "error", leaky), file: `${secretKey}.yaml` }));
  expect(text).toContain("Stripe refused");
  for (const secret of secrets) expect(text).not.toContain(secret.slice(8, 20));
});

it.each(FORMS.filter(([name]) => name !== "JSON"))(
  "no control character of others gets into %s",
  (_, form) => {
    const message = "red \u001b[31mtext\u001b[0m, \u0007bell\r\nnext line\u202e, turned";
    const text = form(auditOf(stackReport("a.live", "error", { code: "run-failed", message })));
    expect(text).toContain("red text, bell next line, turned");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  },
);

it("finds a key that a control character parts", () => {
  const message = `refused ${secretKey?.slice(0, 14)}\u200b${secretKey?.slice(14)}`;
  const text = reportText(auditOf(stackReport("a.live", "error", { code: "x", message })), lookOf({}, {}));
  expect(text).toContain("refused sk_live_[redacted]\n");
});
