const { appendFileSync } = require("node:fs");
const { createServer } = require("node:http");
const path = require("node:path");
const { text } = require("node:stream/consumers");
const { endWithEngine } = require("../../../sandbox/stand-ins/plugin/engine-lifetime.js");

const CHECKOUT = path.join(__dirname, "../../..");
const OWN = ["entry", "sandbox", "src"].map((folder) => path.join(CHECKOUT, folder, path.sep));

/** Drops this project's modules, so that they are loaded anew and remember nothing. */
function forgetOwnModules() {
  for (const file of Object.keys(require.cache))
    if (OWN.some((folder) => file.startsWith(folder))) delete require.cache[file];
}

/**
 * Makes this process serve run after run of the engine: before each, a POST brings the run's environment, and is
 * answered with `addresses` and this process's id. It ends with the process that started it.
 * @param {object} addresses
 * @param {(isOther: boolean) => void} onRun `isOther`: the environment is not that of the run before
 */
function serveRuns(addresses, onRun) {
  endWithEngine();
  noteOutput();
  let last = "";
  const server = createServer(async (request, response) => {
    const env = await text(request);
    process.env = JSON.parse(env);
    onRun(env !== last);
    last = env;
    response.end(JSON.stringify({ ...addresses, pid: process.pid }));
  });
  server.listen(0, "127.0.0.1", () => {
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    // The process that started this one is not asked again; a program's host would end without it.
    process.send?.(port, () => process.removeAllListeners("disconnect").disconnect());
  });
}

/** What this process prints goes to the leak sweep, and not into the output of the tests. */
function noteOutput() {
  for (const name of /** @type {const} */ (["stdout", "stderr"]))
    process[name].write = (text) => {
      const folder = process.env.PLENIGO_STRIPE_LEAK_NOTES;
      const note = { from: `${path.basename(process.argv[1] ?? "")}: ${name}`, text: String(text) };
      if (folder) appendFileSync(path.join(folder, `${process.pid}.jsonl`), `${JSON.stringify(note)}\n`);
      return true;
    };
}

module.exports = { CHECKOUT, forgetOwnModules, serveRuns };
