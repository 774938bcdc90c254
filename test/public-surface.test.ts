import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../sandbox/tenant-project";
import { publicSurface } from "./support/surface/report";

const REPORT = join(__dirname, "public-surface.md");

const INTRODUCTION = `# The public surface

What programs, pipelines and readers rely on. A line that goes or changes is a major version, a new one a minor one. To
change it: say so in CHANGELOG.md under Unreleased, then \`npm run surface\`. A test compares this page with the code.

`;

/** Which text of "Unreleased" a report was written with: it must have changed when the next one is written. */
function changelogMark(): string {
  const changelog = readFileSync(join(CHECKOUT, "CHANGELOG.md"), "utf8");
  const unreleased = changelog.split("\n## Unreleased\n")[1]?.split("\n## ")[0] ?? "";
  return `<!-- changelog ${createHash("sha256").update(unreleased).digest("hex").slice(0, 16)} -->\n`;
}

const withoutMark = (report: string) => report.replace(/<!-- changelog \w+ -->\n/, "");

function heldReport(): string {
  try {
    return readFileSync(REPORT, "utf8");
  } catch {
    return "";
  }
}

it("is what the report says; a change of it is in CHANGELOG.md, and then `npm run surface` writes the report", () => {
  const held = heldReport();
  const now = `${INTRODUCTION}${publicSurface()}`;
  if (process.env.PLENIGO_STRIPE_WRITE_SURFACE && now !== withoutMark(held)) {
    if (held.includes(changelogMark()))
      throw new Error("the public surface has changed: write a line in CHANGELOG.md under Unreleased first");
    writeFileSync(REPORT, `${now}${changelogMark()}`);
  }
  expect(now).toBe(withoutMark(heldReport()));
});
