const { execFile, spawn } = require("node:child_process");
const { existsSync } = require("node:fs");
const { createRequire } = require("node:module");
const path = require("node:path");

const LOCK_FILES = { "yarn.lock": "yarn", "pnpm-lock.yaml": "pnpm", "bun.lock": "bun", "bun.lockb": "bun" };

/**
 * The package manager in use: the one that the options name, else the one whose lock file is there, else npm.
 *
 * @param {import("./runtime-options.js").RuntimeOptions} options
 * @param {string} folder
 * @returns {string}
 */
function packageManagerFor(options, folder) {
  if (options.packageManager !== "auto") return options.packageManager;
  const known = Object.entries(LOCK_FILES).find(([file]) => existsSync(path.join(folder, file)));
  return known?.[1] ?? "npm";
}

/**
 * Installs a program's dependencies.
 *
 * @param {import("./runtime-options.js").RuntimeOptions} options
 * @param {string} folder
 * @param {(stream: "stdout" | "stderr", chunk: Buffer) => void} onOutput
 * @returns {Promise<void>} rejects with the exit code when the installation fails
 */
function installDependencies(options, folder, onOutput) {
  const manager = packageManagerFor(options, folder);
  const args = ["install"];
  if (manager === "npm") args.push("--loglevel=error");
  if (options.production) args.push("--production");
  const child = spawn(manager, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.on("data", (chunk) => onOutput("stdout", chunk));
  child.stderr.on("data", (chunk) => onOutput("stderr", chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${manager} install failed: exit status ${code}`));
    });
  });
}

/**
 * What `pulumi about` tells of the runtime.
 *
 * @param {import("./runtime-options.js").RuntimeOptions} options
 * @param {string} folder
 * @returns {Promise<{ executable: string, version: string, metadata: Record<string, string> }>}
 */
async function describeRuntime(options, folder) {
  const manager = packageManagerFor(options, folder);
  const metadata = {
    packagemanager: manager,
    packagemanagerVersion: await versionOf(manager),
    typescriptVersion: typescriptVersion(folder),
  };
  const known = Object.entries(metadata).filter(([, value]) => value);
  return { executable: process.execPath, version: process.version, metadata: Object.fromEntries(known) };
}

/** @param {string} command @returns {Promise<string>} empty when it can't be told */
function versionOf(command) {
  return new Promise((resolve) => {
    execFile(command, ["--version"], (error, stdout) => resolve(error ? "" : stdout.trim()));
  });
}

/** @param {string} folder @returns {string} empty when TypeScript is not installed */
function typescriptVersion(folder) {
  try {
    return createRequire(path.join(folder, "package.json"))("typescript/package.json").version;
  } catch {
    // A JavaScript program needs none.
    return "";
  }
}

module.exports = { packageManagerFor, installDependencies, describeRuntime };
