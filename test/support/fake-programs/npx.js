// Stands for `npx`: what only reads files is run, everything else leaves its words and the report that the test gives.
const { spawnSync } = require("node:child_process");
const { appendFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const [, ...words] = process.argv.slice(2);
const { FAKE_LOG = "", FAKE_CODE = "0", FAKE_REPORT = "" } = process.env;
appendFileSync(FAKE_LOG, `${JSON.stringify({ program: "npx", words: process.argv.slice(2) })}\n`);

function runForReal() {
  const main = join(__dirname, "../../../entry/plenigo-stripe.cjs");
  return spawnSync(process.execPath, [main, ...words], { stdio: "inherit" }).status ?? 1;
}

function leaveReport() {
  const file = words[words.indexOf("--markdown") + 1];
  if (words.includes("--markdown") && file && FAKE_REPORT) writeFileSync(file, FAKE_REPORT);
  return Number(FAKE_CODE);
}

process.exitCode = ["list", "matrix"].includes(words[1] ?? "") ? runForReal() : leaveReport();
