const { mkdirSync, writeFileSync } = require("node:fs");
const { dirname } = require("node:path");

/**
 * Names what was skipped, with the reason that stands in its title, since jest hides the titles of a suite that was
 * skipped as a whole; and leaves the counts in a file for .ci/run. `file`: path below the project's root.
 */
class SummaryReporter {
  /** @param {{ rootDir: string }} config @param {{ file: string }} options */
  constructor({ rootDir }, { file }) {
    this.file = `${rootDir}/${file}`;
  }

  /** @param {unknown} _ @param {import("@jest/test-result").AggregatedResult} results */
  onRunComplete(_, results) {
    const skipped = results.testResults.flatMap(({ testResults }) =>
      testResults.filter(({ status }) => status === "pending"),
    );
    const reasons = new Set(
      skipped.flatMap(({ ancestorTitles }) => ancestorTitles.filter((title) => title.includes("skipped"))),
    );
    for (const reason of reasons) console.error(`Skipped: ${reason}`);
    const suites = results.numRuntimeErrorTestSuites;
    const failed = results.numFailedTests + suites;
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(
      this.file,
      `${results.numPassedTests} passed, ${failed} failed, ${results.numPendingTests} skipped\n`,
    );
  }
}

module.exports = SummaryReporter;
