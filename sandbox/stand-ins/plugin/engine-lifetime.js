const { fstatSync } = require("node:fs");

const PARENT_CHECK_MS = 500;

/**
 * Ends this process when the engine that started it is gone: its end of stdin closes, or this process has another
 * parent than before (both hold after SIGKILL too), or when the engine says so by SIGINT. `cleanUp` runs once before.
 *
 * @param {() => void} [cleanUp]
 */
function endWithEngine(cleanUp = () => {}) {
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    cleanUp();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);
  process.stdout.on("error", end);
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(), PARENT_CHECK_MS).unref();
  if (isStdinHeldOpen()) process.stdin.on("end", end).on("close", end).on("error", end).resume();
}

/** A terminal or /dev/null says nothing about who started us. */
function isStdinHeldOpen() {
  try {
    // bigint, since Node keeps the last plain result and, when that is a FIFO, stops resolving symbolic links half-way.
    const stdin = fstatSync(0, { bigint: true });
    return stdin.isFIFO() || stdin.isSocket();
  } catch {
    // Started without a stdin at all.
    return false;
  }
}

module.exports = { endWithEngine };
