// Runs this checkout's program for journey after journey, as `fleet up` does for stack after stack.
const path = require("node:path");
const { CHECKOUT, forgetOwnModules, serveRuns } = require("./serve.cjs");

const ENTRY = path.join(CHECKOUT, "entry/code.cjs");
const send = process.send?.bind(process);

process.chdir(CHECKOUT);
process.send = (address) => {
  process.send = send;
  serveRuns({ address }, (isOther) => isOther && forgetOwnModules());
  return true;
};
require(ENTRY)
  .load("engine/program-host")
  .hostProgram(() => require(ENTRY).loadAnew("index"));
