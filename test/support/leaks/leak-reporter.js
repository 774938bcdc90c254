const { readdirSync, readFileSync, rmSync } = require("node:fs");
const { join } = require("node:path");
const { leaksIn } = require("./sweep.js");

/**
 * At the end of a run, searches everything that it has printed or written for each key and signing secret that was in
 * play, and makes the run fail where one is found. The notes are removed afterwards.
 */
class LeakReporter {
  /** @type {import("./sweep.js").Text[]} */
  texts = [];
  /** @type {Error | undefined} */
  error;

  /** @param {import("@jest/reporters").Test} test @param {import("@jest/test-result").TestResult} result */
  onTestResult({ path }, { console: printed, failureMessage }) {
    const file = path.split("/").pop();
    for (const { message } of printed ?? []) this.texts.push({ from: `${file}: console`, text: message });
    if (failureMessage) this.texts.push({ from: `${file}: a test's failure`, text: failureMessage });
  }

  onRunComplete() {
    const folder = process.env.PLENIGO_STRIPE_LEAK_NOTES ?? "";
    const notes = readdirSync(folder).flatMap((file) =>
      readFileSync(join(folder, file), "utf8").trim().split("\n"),
    );
    rmSync(folder, { recursive: true });
    const parsed = notes.filter(Boolean).map((line) => JSON.parse(line));
    const texts = [...this.texts, ...parsed.filter(({ text }) => text !== undefined)];
    const secrets = new Set(parsed.map(({ secret }) => secret).filter(Boolean));
    const leaks = leaksIn(texts, secrets);
    console.error(`Leak sweep: ${secrets.size} secrets, ${texts.length} texts, ${leaks.length} leaks`);
    for (const leak of leaks) console.error(`  a secret in ${leak}`);
    if (leaks.length > 0) this.error = new Error("a key or signing secret was printed or written");
  }

  /** Makes jest's exit code 1. */
  getLastError() {
    return this.error;
  }
}

module.exports = LeakReporter;
