const { mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

/** How many of the slowest suites are told. */
const SLOWEST = 15;

/**
 * Names what was skipped, with the reason that stands in its title, since jest hides the titles of a suite that was
 * skipped as a whole; and leaves the counts and where the time went in two files for .ci/run. `folder`: below the
 * project's root.
 */
class SummaryReporter {
  /** @param {{ rootDir: string }} config @param {{ folder: string }} options */
  constructor({ rootDir }, { folder }) {
    this.rootDir = rootDir;
    this.folder = join(rootDir, folder);
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
    mkdirSync(this.folder, { recursive: true });
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests } = results;
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const counts = `${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped\n`;
    writeFileSync(join(this.folder, "test-counts"), counts);
    writeFileSync(join(this.folder, "test-times"), this.times(results));
  }

  /** @param {import("@jest/test-result").AggregatedResult} results */
  times({ testResults }) {
    const suites = testResults.map(({ testFilePath, perfStats, displayName }) => ({
      file: testFilePath.slice(this.rootDir.length + 1),
      kind: displayName?.name ?? "",
      seconds: perfStats.runtime / 1000,
    }));
    const kinds = byKind(suites);
    const sums = [...kinds].map(([kind, of]) => {
      const sum = of.reduce((total, { seconds }) => total + seconds, 0);
      return `${sum.toFixed(0).padStart(6)} s  ${kind}: ${of.length} suites`;
    });
    const slowest = suites.sort((one, other) => other.seconds - one.seconds).slice(0, SLOWEST);
    const lines = slowest.map(({ file, seconds }) => `${seconds.toFixed(0).padStart(6)} s  ${file}`);
    return `${["Where the time went, added over all workers:", ...sums, ...lines].join("\n")}\n`;
  }
}

/** @template {{ kind: string }} T @param {readonly T[]} suites @returns {Map<string, T[]>} */
function byKind(suites) {
  const groups = new Map();
  for (const suite of suites) groups.set(suite.kind, [...(groups.get(suite.kind) ?? []), suite]);
  return groups;
}

module.exports = SummaryReporter;
