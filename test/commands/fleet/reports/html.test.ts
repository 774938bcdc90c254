import { createHash } from "node:crypto";
import { reportHtml } from "../../../../src/commands/fleet/reports/html";
import { auditOf, mixedAudit, stackReport } from "../../../support/fleet-reports";

const AT = new Date("2026-11-25T09:17:00Z");

it("names command, time, result and language", () => {
  const page = reportHtml(mixedAudit(1000), AT);
  expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(page).toContain("<title>fleet audit: 4 of 1,000 stacks need attention</title>");
  expect(page).toContain('<time datetime="2026-11-25T09:17:00.000Z">25 November 2026 at 09:17 UTC</time>');
  expect(page).toContain("<h1>4 of 1,000 stacks need attention</h1>");
});

it("allows its own style and script by their hashes, and nothing else", () => {
  const page = reportHtml(mixedAudit(), AT);
  const hashOf = (name: string) => {
    const [, text = ""] = new RegExp(`<${name}>([^]*?)</${name}>`).exec(page) ?? [];
    return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  };
  const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  const own = `script-src ${hashOf("script")}; style-src ${hashOf("style")}; img-src data:`;
  expect(policy).toBe(`default-src 'none'; ${own}; base-uri 'none'; form-action 'none'`);
  expect(page).not.toMatch(/ style=| on\w+=|<script [^>]*src|https?:\/\//);
});

it("keeps foreign text from being HTML, wherever it stands", () => {
  const evil = `</script><img src=x onerror="alert(1)">'&`;
  const finding = { code: evil, message: evil, expected: evil, actual: [evil, { [evil]: evil }] };
  const stack = stackReport("a.live", "drift", finding, finding);
  const page = reportHtml(auditOf({ ...stack, stack: evil, companyId: evil, stripeAccountId: evil }), AT);
  expect(page).not.toContain("<img");
  expect(page.match(/<\/script>/g)).toHaveLength(1);
});

it("explains the codes that occur, and no other", () => {
  const page = reportHtml(mixedAudit(), AT);
  expect(page).toContain("<dt><code>endpoint-disabled</code></dt><dd>the endpoint is disabled</dd>");
  expect(page).not.toContain("url-differs");
});

it("offers to unfold only where something is folded", () => {
  const button = (report: Parameters<typeof reportHtml>[0]) =>
    /<button id="unfold"[^>]*>/.exec(reportHtml(report, new Date(0)))?.[0];
  expect(button(auditOf(stackReport("a.live")))).toContain(" hidden");
  expect(button(mixedAudit())).not.toContain(" hidden");
});

it("tells the next step of each stack once", () => {
  const page = reportHtml(mixedAudit(), new Date(0));
  expect(page.split("<code>npx plenigo-stripe fleet up --stack drifted.live</code>")).toHaveLength(2);
});
