#!/usr/bin/env node
const { load, refusalOf } = require("./code.cjs");

const refusal = refusalOf(process.versions.node);
if (refusal) {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 2;
} else {
  load("cli/main").runProcess(process.argv.slice(2));
}
