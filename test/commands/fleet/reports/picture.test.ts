import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CHECKOUT } from "../../../../sandbox/tenant-project";
import type { FleetReport } from "../../../../src/commands/fleet/report";
import { reportHtml } from "../../../../src/commands/fleet/reports/html";
import { findChromium, startChromium } from "../../../support/chromium";
import { auditOf, DISABLED, EVENTS_DIFFER, stackReport, unchanged } from "../../../support/fleet-reports";
import { folderWith } from "../../../support/project-folder";

const PICTURE = join(CHECKOUT, "docs/fleet-audit.png");
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

/** A fleet with one stack of each kind of trouble. */
function report(): FleetReport {
  const missing = "there is no secret plenigo/stage/MORNINGPOSTstage0001/stripe";
  const due = "nobody has noted that plenigo got the signing secret";
  return auditOf(
    ...unchanged(46),
    stackReport("gazette.live", "drift", EVENTS_DIFFER, DISABLED),
    stackReport("morningpost.stage", "missing", { code: "secret-missing", message: missing }),
    stackReport("observer.live", "error", { code: "stripe-unreadable", message: "Stripe did not answer" }),
    stackReport("courier.live", "ok", { code: "handover-due", message: due }),
  );
}

/** `npm run picture`: makes it anew with a Chromium in CHROMIUM or on PATH. */
async function takePicture(): Promise<void> {
  const file = join(folderWith({}), "report.html");
  writeFileSync(file, reportHtml(report(), new Date("2026-11-27T06:00:00Z")));
  const browser = await startChromium(findChromium(process.env) ?? "");
  const page = await browser.newPage({ viewport: { width: 1120, height: 640 }, colorScheme: "light" });
  await page.goto(pathToFileURL(file).href);
  await page.screenshot({ path: PICTURE });
  await browser.close();
}

it("the docs show a picture of the report, small enough for a package", async () => {
  if (process.env.PLENIGO_STRIPE_WRITE_PICTURE) await takePicture();
  const picture = readFileSync(PICTURE);
  expect(picture.subarray(0, 4)).toEqual(PNG);
  expect(picture.length).toBeLessThan(150_000);
});
