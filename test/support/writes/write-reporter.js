const { readdirSync, readFileSync, rmSync } = require("node:fs");
const { join } = require("node:path");
const { judged } = require("./judge.js");

/**
 * At the end of a run, judges each deletion, disabling and re-pointing of an endpoint that any test made in an emulator,
 * and makes the run fail where no step allows one. The journals are removed afterwards.
 */
class WriteReporter {
  /** @type {Error | undefined} */
  error;

  onRunComplete() {
    const folder = process.env.PLENIGO_STRIPE_WRITES ?? "";
    const verdicts = readdirSync(folder).flatMap((file) =>
      judged(linesOf(join(folder, file))).map((verdict) => ({ file, ...verdict })),
    );
    rmSync(folder, { recursive: true });
    const bad = verdicts.filter(({ step }) => step === undefined);
    console.error(`Write check: ${sumOf(verdicts)}, ${bad.length} without a step that allows it`);
    for (const { file, deed, entry } of bad)
      console.error(`  ${file}: ${entry.id} was ${deed} by ${entry.request} at ${entry.at}`);
    if (bad.length > 0)
      this.error = new Error("an endpoint was deleted, disabled or re-pointed without a reason");
  }

  /** Makes jest's exit code 1. */
  getLastError() {
    return this.error;
  }
}

/** @param {string} file */
const linesOf = (file) =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** @param {{ deed: string, step?: string }[]} verdicts */
function sumOf(verdicts) {
  const count = (/** @type {string} */ deed) => verdicts.filter((verdict) => verdict.deed === deed).length;
  const hands = verdicts.filter(({ step }) => step === "a person's hand").length;
  return `${count("deleted")} deletions, ${count("disabled")} switched off, ${count("re-pointed")} re-pointed (${hands} by hand)`;
}

module.exports = WriteReporter;
