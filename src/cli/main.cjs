#!/usr/bin/env node
require("../load-typescript.cjs");
const { runProcess } = require("./main");

runProcess(process.argv.slice(2));
