const { spawn } = require("node:child_process");
const { createRequire } = require("node:module");
const path = require("node:path");
const { programArguments, programEnvironment } = require("./run-request.js");
const { parseRuntimeOptions } = require("./runtime-options.js");

/** The SDK's exit code for "the user has already been told what to do" (cmd/run). */
const EXIT_AFTER_ACTIONABLE_MESSAGE = 32;
const TIME_TO_STOP_MS = 5000;

/** @type {Set<import("node:child_process").ChildProcess>} */
const programs = new Set();

/**
 * Runs the program to its end.
 *
 * @param {any} request a RunRequest
 * @param {{ engineAddress: string, tracing: string }} host
 * @param {AbortSignal} cancelled
 * @returns {Promise<{ error: string, bail: boolean }>} empty error: success; `bail`: say nothing more
 */
async function runProgram(request, host, cancelled) {
  const info = request.getInfo();
  const options = parseRuntimeOptions(info.getOptions()?.toJavaScript() ?? {});
  const runner = locateRunner(info.getProgramDirectory());
  const program = spawn(
    process.execPath,
    [...options.nodeArguments, runner, ...programArguments(request, host)],
    { env: programEnvironment(request, options, process.env), stdio: ["ignore", "pipe", "pipe"] },
  );
  programs.add(program);
  program.stdout.pipe(process.stdout, { end: false });
  program.stderr.pipe(process.stderr, { end: false });
  const stop = () => stopProgram(program);
  cancelled.addEventListener("abort", stop);
  try {
    return outcomeOf(await exitOf(program));
  } finally {
    cancelled.removeEventListener("abort", stop);
    programs.delete(program);
  }
}

/** Ends all programs at once, without leave: the engine they work for is gone. */
function stopAllPrograms() {
  for (const program of programs) program.kill("SIGKILL");
}

/** @param {string} programDirectory */
function locateRunner(programDirectory) {
  const runner = process.env.PULUMI_LANGUAGE_NODEJS_RUN_PATH || "@pulumi/pulumi/cmd/run";
  try {
    return createRequire(path.join(programDirectory, "package.json")).resolve(runner);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "MODULE_NOT_FOUND") throw error;
    throw new Error("It looks like the Pulumi SDK has not been installed. Have you run pulumi install?");
  }
}

/**
 * @param {import("node:child_process").ChildProcess} program
 * @returns {Promise<{ code: number | null, signal: string | null, failure?: Error }>}
 */
function exitOf(program) {
  return new Promise((resolve) => {
    program.once("error", (failure) => resolve({ code: null, signal: null, failure }));
    // "close" comes after the last of the output.
    program.once("close", (code, signal) => resolve({ code, signal }));
  });
}

/**
 * @param {{ code: number | null, signal: string | null, failure?: Error }} exit
 * @returns {{ error: string, bail: boolean }}
 */
function outcomeOf({ code, failure }) {
  if (failure) {
    const error = `Problem executing program (could not run language executor): ${failure.message}`;
    return { error, bail: false };
  }
  if (code === 0) return { error: "", bail: false };
  if (code === EXIT_AFTER_ACTIONABLE_MESSAGE) return { error: "", bail: true };
  // Go, which Pulumi's host is written in, gives -1 for a process that a signal ended.
  return { error: `Program exited with non-zero exit code: ${code ?? -1}`, bail: false };
}

/** @param {import("node:child_process").ChildProcess} program */
function stopProgram(program) {
  program.kill("SIGINT");
  const force = setTimeout(() => program.kill("SIGKILL"), TIME_TO_STOP_MS);
  program.once("close", () => clearTimeout(force));
}

module.exports = { runProgram, stopAllPrograms };
