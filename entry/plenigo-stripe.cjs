#!/usr/bin/env node
const { load, refusalOf } = require("./code.cjs");

const refusal = refusalOf(process.versions.node);
if (refusal) {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 2;
} else {
  const { main } = load("cli/main");
  main(process.argv.slice(2)).then((/** @type {number} */ code) => {
    process.exitCode = code;
  });
}
