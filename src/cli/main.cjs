#!/usr/bin/env node
require("../load-typescript.cjs");
const { main } = require("./main");

main(process.argv.slice(2)).then((/** @type {number} */ code) => {
  process.exitCode = code;
});
