const { spawn } = require("node:child_process");
const { createRequire } = require("node:module");
const path = require("node:path");

/** The SDK's exit code for "the user has already been told what to do" (cmd/run). */
const EXIT_AFTER_ACTIONABLE_MESSAGE = 32;
const TIME_TO_STOP_MS = 5000;

/** @type {Set<import("node:child_process").ChildProcess>} */
const programs = new Set();

/**
 * Runs the program to its end.
 *
 * @param {any} request a RunRequest
 * @param {string} engineAddress
 * @param {AbortSignal} cancelled
 * @returns {Promise<{ error: string, bail: boolean }>} empty error: success; `bail`: say nothing more
 */
async function runProgram(request, engineAddress, cancelled) {
  const info = request.getInfo();
  const { typescript = true, ...others } = info.getOptions()?.toJavaScript() ?? {};
  const unknown = Object.keys(others);
  if (unknown.length > 0) {
    throw new Error(
      `the stand-in for Pulumi's Node.js language host does not know the runtime options ${unknown.join(", ")}: install Pulumi`,
    );
  }
  const runner = locateRunner(info.getProgramDirectory());
  const program = spawn(process.execPath, [runner, ...argumentsOf(request, engineAddress)], {
    env: {
      ...process.env,
      ...environmentOf(request),
      ...(typescript && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  programs.add(program);
  program.stdout.pipe(process.stdout, { end: false });
  program.stderr.pipe(process.stderr, { end: false });
  const stop = () => stopProgram(program);
  cancelled.addEventListener("abort", stop);
  try {
    return await outcomeOf(program);
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
 * What `cmd/run` of the SDK gets on its command line: the flags in the order of Pulumi's own host, empty ones left
 * out, then the entry point and the program's arguments. The program talks to the engine's monitor itself: the proxy
 * of Pulumi's host serves synchronous invokes, which SDKs since 2019 no longer need.
 *
 * @param {any} request @param {string} engineAddress @returns {string[]}
 */
function argumentsOf(request, engineAddress) {
  const info = request.getInfo();
  const flags = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info.getRootDirectory(),
    stack: request.getStack(),
    pwd: info.getProgramDirectory(),
    "dry-run": request.getDryrun(),
    parallel: String(request.getParallel()),
  };
  const args = Object.entries(flags)
    .filter(([, value]) => value)
    .flatMap(([flag, value]) => (value === true ? [`--${flag}`] : [`--${flag}`, value]));
  return [...args, info.getEntryPoint(), ...request.getArgsList()];
}

/** The configuration as JSON, under the old form of its keys, as Pulumi's host passes it on. @param {any} request */
function environmentOf(request) {
  const entries = [...request.getConfigMap().entries()].map(([key, value]) => {
    const [namespace, name] = key.split(":");
    return [`${namespace}:config:${name}`, value];
  });
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
}

/**
 * @param {import("node:child_process").ChildProcess} program
 * @returns {Promise<{ error: string, bail: boolean }>}
 */
function outcomeOf(program) {
  return new Promise((resolve) => {
    program.once("error", ({ message }) =>
      resolve({
        error: `Problem executing program (could not run language executor): ${message}`,
        bail: false,
      }),
    );
    // "close" comes after the last of the output.
    program.once("close", (code) => {
      const bail = code === EXIT_AFTER_ACTIONABLE_MESSAGE;
      // Go, which Pulumi's host is written in, gives -1 for a process that a signal ended.
      const error = bail || code === 0 ? "" : `Program exited with non-zero exit code: ${code ?? -1}`;
      resolve({ error, bail });
    });
  });
}

/** @param {import("node:child_process").ChildProcess} program */
function stopProgram(program) {
  program.kill("SIGINT");
  const force = setTimeout(() => program.kill("SIGKILL"), TIME_TO_STOP_MS);
  program.once("close", () => clearTimeout(force));
}

module.exports = { runProgram, stopAllPrograms };
