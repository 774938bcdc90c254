// Stands for `npx`: what only reads files is run, everything else leaves its words and the report that the test gives.
// Refuses a call that would fetch the package from the registry where it is not installed.
const { spawnSync } = require("node:child_process");
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const noteCall = require("./note-call");

const [no, end, name, ...words] = process.argv.slice(2);
const { FAKE_CODE = "0", FAKE_REPORT = "", FAKE_FAILING = "", FAKE_NEEDS_ENGINE } = process.env;
noteCall("npx");

function runForReal() {
  const main = join(__dirname, "../../../src/cli/main.cjs");
  return spawnSync(process.execPath, [main, ...words], { stdio: "inherit" }).status ?? 1;
}

function leaveReport() {
  const file = words[words.indexOf("--markdown") + 1];
  if (words.includes("--markdown") && file && FAKE_REPORT) writeFileSync(file, FAKE_REPORT);
  const failing = FAKE_FAILING.split(" ").filter(Boolean);
  return failing.some((stack) => words.includes(stack)) ? 1 : Number(FAKE_CODE);
}

function run() {
  if (no !== "--no" || end !== "--") return 127;
  if (name !== "plenigo-stripe") return Number(FAKE_CODE);
  if (["list", "matrix"].includes(words[1] ?? "")) return runForReal();
  const needsEngine = FAKE_NEEDS_ENGINE && words[1] !== "audit";
  return needsEngine && spawnSync("pulumi", ["version"]).error ? 126 : leaveReport();
}

process.exitCode = run();
