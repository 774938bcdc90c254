import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import type { FleetReport } from "../../../../src/commands/fleet/report";
import { reportHtml } from "../../../../src/commands/fleet/reports/html";
import { findChromium, startChromium } from "../../../support/chromium";
import { auditOf, mixedAudit, stackReport, unchanged } from "../../../support/fleet-reports";
import { folderWith } from "../../../support/project-folder";

const program = findChromium(process.env);
const describeInBrowser = program ? describe : describe.skip;
const reason = program ? "" : " (skipped: no Chromium in CHROMIUM or on PATH)";

describeInBrowser(`the page in Chromium${reason}`, () => {
  let browser: Browser;
  let page: Page;
  /** What the browser complained about, and what it asked for beside the page. */
  let complaints: string[];

  beforeAll(async () => {
    browser = await startChromium(program ?? "");
  });
  afterAll(() => browser?.close());
  afterEach(() => page.close());

  async function open(report: FleetReport, options: Parameters<Browser["newPage"]>[0] = {}): Promise<void> {
    const file = join(folderWith({}), "report.html");
    writeFileSync(file, reportHtml(report, new Date(0)));
    page = await browser.newPage(options);
    complaints = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (request.url() !== pathToFileURL(file).href) complaints.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
  }

  const shown = () => page.locator("tbody th:visible").allTextContents();
  const choose = (name: string | RegExp) => page.getByRole("radio", { name }).check();
  const search = (text: string) => page.getByRole("searchbox", { name: "Search" }).fill(text);

  it("opens with those that need attention, worst first, asks for nothing and has no complaint", async () => {
    await open(mixedAudit(100));
    expect(await shown()).toEqual(["broken.live", "waiting.live", "drifted.live", "gone.stage"]);
    expect(await page.getByRole("status").textContent()).toBe("4 of 100 shown");
    expect(complaints).toEqual([]);
  });

  it("shows the counts, and filters by them", async () => {
    await open(mixedAudit(100));
    expect(
      (await page.locator(".counts label").allInnerTexts()).map((text) => text.replace("\n", " ")),
    ).toEqual(
      [
        "4 need attention",
        "1 error",
        "1 not run",
        "1 drift",
        "1 missing",
        "0 pending",
        "0 changed",
        "1 note",
      ].concat("95 as declared", "100 all"),
    );
    await choose("drift");
    expect(await shown()).toEqual(["drifted.live"]);
    await choose("100 all");
    expect(await shown()).toHaveLength(100);
    expect(await page.getByRole("radio", { name: "pending" }).isDisabled()).toBe(true);
  });

  it("searches names, ids and what was found, also where it is folded", async () => {
    await open(mixedAudit(100));
    await search("CUSTOMER.created");
    expect(await shown()).toEqual(["drifted.live"]);
    await choose("100 all");
    await search("calm9 live");
    expect(await shown()).toEqual(["calm9.live", ...[0, 1, 2, 3, 4].map((digit) => `calm9${digit}.live`)]);
    await search("nowhere");
    expect(await page.getByText("No stack to show.").isVisible()).toBe(true);
  });

  it("is a table for those who don't see it", async () => {
    await open(mixedAudit(300));
    expect(await page.getByRole("columnheader").allTextContents()).toEqual([
      "Status",
      "Stack",
      "Company id",
      "Stripe account",
      "Findings",
    ]);
    const row = page.getByRole("row", { name: "drifted.live" });
    expect(await row.getByRole("rowheader").textContent()).toBe("drifted.live");
    expect(await row.getByRole("cell").first().textContent()).toBe("!drift");
  });

  it("prints what is shown, with all findings unfolded, and folds them again", async () => {
    await open(mixedAudit());
    const event = page.getByText("charge.failed");
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await event.isVisible()).toBe(true);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await event.isVisible()).toBe(false);
  });

  it("unfolds findings by the keyboard, and all at once", async () => {
    await open(mixedAudit());
    const event = page.getByText("charge.failed");
    expect(await event.isVisible()).toBe(false);
    await page.locator("tbody summary").first().focus();
    await page.keyboard.press("Enter");
    expect(await event.isVisible()).toBe(true);
    await page.getByRole("button", { name: "Fold all" }).click();
    expect(await event.isVisible()).toBe(false);
    await page.getByRole("button", { name: "Unfold all" }).click();
    expect(await event.isVisible()).toBe(true);
  });

  it("moves between the counts by the arrow keys", async () => {
    await open(mixedAudit());
    await page.getByRole("radio", { name: "need attention" }).focus();
    await page.keyboard.press("ArrowRight");
    expect(await shown()).toEqual(["broken.live"]);
  });

  it("keeps filter and search in the address, for a link to send", async () => {
    await open(mixedAudit(100));
    await choose("as declared");
    await search("calm7");
    const before = await shown();
    await page.reload();
    expect([before.length, await shown()]).toEqual([11, before]);
  });

  it("leaves foreign text as text", async () => {
    const evil = `</script><script>document.title="run"</script><img src="https://evil.example/x" onerror="x">`;
    const finding = { code: "description-differs", message: "has another description", expected: evil };
    await open(auditOf(stackReport("a.live", "drift", finding)));
    await page.locator("tbody summary").click();
    expect(await page.getByText(evil).isVisible()).toBe(true);
    expect([await page.locator("img").count(), await page.title(), complaints]).toEqual([
      0,
      "fleet audit: 1 of 1 stack needs attention",
      [],
    ]);
  });

  it("filters 2,000 stacks at once", async () => {
    await open(mixedAudit(2000));
    await choose("2,000 all");
    const times: number[] = [];
    for (const text of ["c", "calm1", "calm19", "calm1", "c", "calm2", ""]) {
      times.push(await page.evaluate<number>(`(${TYPE_AND_DRAW})(${JSON.stringify(text)})`));
    }
    const median = times.sort((one, other) => one - other)[3];
    expect(await page.locator("tbody tr:not([hidden])").count()).toBe(2000);
    expect(median).toBeLessThan(500);
  });

  it("shows everything without scripts", async () => {
    await open(mixedAudit(100), { javaScriptEnabled: false });
    expect(await shown()).toHaveLength(100);
    expect(await page.getByRole("searchbox").count()).toBe(0);
    await page.locator("tbody summary").first().click();
    expect(await page.getByText("charge.failed").isVisible()).toBe(true);
  });

  it.each(["light", "dark"] as const)("has enough contrast in the %s scheme", async (colorScheme) => {
    await open(mixedAudit(100), { colorScheme });
    await choose("100 all");
    expect(await page.evaluate(LOW_CONTRASTS)).toEqual([]);
  });

  it.each([320, 1440])("fits a window of %i pixels without scrolling sideways", async (width) => {
    await open(auditOf(...unchanged(3), stackReport(`${"long-name-".repeat(9)}.live`, "drift")), {
      viewport: { width, height: 800 },
    });
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
  });
});

/** Types into the search field and waits until the page is drawn; in ms. */
const TYPE_AND_DRAW = `(text) => new Promise((resolve) => {
  const start = performance.now();
  const field = document.querySelector("#search");
  field.value = text;
  field.dispatchEvent(new Event("input"));
  requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
})`;

/** Texts whose contrast is below 4.5:1. w3.org/TR/WCAG22/#contrast-minimum */
const LOW_CONTRASTS = `(() => {
  const light = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (element) => {
    const { backgroundColor } = getComputedStyle(element);
    return backgroundColor === "rgba(0, 0, 0, 0)" && element.parentElement ? groundOf(element.parentElement) : backgroundColor;
  };
  return [...document.querySelectorAll("main *")]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((element) => {
      const both = [light(getComputedStyle(element).color), light(groundOf(element))].sort((a, b) => b - a);
      return (both[0] + 0.05) / (both[1] + 0.05) < 4.5;
    })
    .map((element) => element.textContent);
})()`;
