import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { installationFaults } from "../../engine/installation";
import { findProgram, isExecutable } from "../../engine/run-command";
import { installedVersion, isAtLeast, OLDEST_ENGINE } from "../../engine/versions";
import { OWN_MANIFEST } from "../../own-manifest";
import { pulumiAlone, shell, shellWord, visit } from "../../remedies";
import { type Check, type CheckResult, failure, ok, warning } from "./check";
import type { Scene } from "./scene";

/** What must be installed on this machine. */
export const MACHINE_CHECKS: readonly Check[] = [
  { id: "node", about: "version of Node", needs: [], run: () => nodeCheck(process.versions.node) },
  { id: "packages", about: "npm packages of the program", needs: ["project"], run: packages },
  { id: "engine", about: "Pulumi is there, and new enough", needs: [], run: engine },
  {
    id: "language-host",
    about: "Pulumi's plugin for Node programs",
    needs: ["project", "engine"],
    run: languageHost,
  },
  {
    id: "aws-plugin",
    about: "Pulumi's plugin for AWS fits its SDK",
    needs: ["project", "engine", "packages"],
    run: awsPlugin,
  },
];

/** Judges a version of Node. */
export function nodeCheck(version: string): CheckResult {
  const oldest = OWN_MANIFEST.engines.node.replace(/^>=/, "");
  if (isAtLeast(version, oldest)) return ok(`Node ${version}`);
  return failure(
    `Node ${version} is too old; ${oldest} or newer is needed`,
    visit("https://nodejs.org/en/download"),
  );
}

function packages(scene: Scene): CheckResult {
  const folder = scene.programFolder();
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest))
    return failure(`${folder} has no package.json`, shell("npm init && npm install"));
  const { dependencies = {} } = JSON.parse(readFileSync(manifest, "utf8"));
  const names = Object.keys(dependencies);
  const missing = names.filter((name) => installedVersion(folder, name) === undefined);
  const remedy = shell(`cd ${shellWord(folder)} && npm ci`);
  if (missing.length > 0) return failure(`not installed: ${missing.join(", ")}`, remedy);
  const locked = lockedVersions(folder);
  const other = names.filter((name) => locked[name] && locked[name] !== installedVersion(folder, name));
  if (other.length > 0)
    return warning(`another version than package-lock.json says: ${other.join(", ")}`, remedy);
  const [fault] = installationFaults({ folder, versions: process.versions });
  if (fault) return failure(fault.what, ...fault.next);
  if (!hasLockFile(folder))
    return warning(
      "no lock file: the next install may bring other versions",
      shell(`cd ${shellWord(folder)} && npm install`, "and commit package-lock.json"),
    );
  return ok(`all ${names.length} of package.json`);
}

const LOCK_FILES = ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock"];

/** In a workspace the lock file lies above the program. */
function hasLockFile(folder: string): boolean {
  if (LOCK_FILES.some((name) => existsSync(join(folder, name)))) return true;
  const above = dirname(folder);
  return above !== folder && !existsSync(join(folder, ".git")) && hasLockFile(above);
}

function lockedVersions(folder: string): Record<string, string | undefined> {
  const file = join(folder, "package-lock.json");
  if (!existsSync(file)) return {};
  const { packages: all = {} } = JSON.parse(readFileSync(file, "utf8"));
  const entries: [string, { version?: string }][] = Object.entries(all);
  return Object.fromEntries(
    entries.map(([path, { version }]) => [path.replace(/^node_modules\//, ""), version]),
  );
}

async function engine(scene: Scene): Promise<CheckResult> {
  const version = await scene.engine.version();
  if (isAtLeast(version, OLDEST_ENGINE)) return ok(`Pulumi ${version}`);
  return failure(
    `Pulumi ${version} is too old; v${OLDEST_ENGINE} or newer is needed`,
    visit("https://www.pulumi.com/docs/install/"),
  );
}

function languageHost(scene: Scene): CheckResult {
  const name = "pulumi-language-nodejs";
  const named = pluginPath(scene, "languages", "nodejs");
  if (named) return ok(`${name} of ${named}, as Pulumi.yaml says`);
  const found = findProgram(name, scene.env) ?? besideEngine(name, scene.env);
  if (found) return ok(found);
  return failure(
    `${name} is missing`,
    visit("https://www.pulumi.com/docs/install/", "how to install all of Pulumi"),
  );
}

async function awsPlugin(scene: Scene): Promise<CheckResult> {
  const wanted = installedVersion(scene.programFolder(), "@pulumi/aws");
  if (!wanted)
    return failure("@pulumi/aws is not installed", shell(`cd ${shellWord(scene.programFolder())} && npm ci`));
  const named = pluginPath(scene, "providers", "aws") ?? findProgram("pulumi-resource-aws", scene.env);
  if (named) return ok(`${named}, instead of an installed one`);
  const versions = (await scene.engine.plugins())
    .filter(({ name, kind }) => name === "aws" && kind === "resource")
    .map(({ version = "" }) => version.replace(/^v/, ""));
  if (versions.includes(wanted)) return ok(`aws ${wanted}, as the SDK`);
  const there = versions.length > 0 ? `only ${versions.join(", ")} is installed` : "none is installed";
  return warning(
    `the SDK is ${wanted}, and ${there}: Pulumi downloads it in the next run`,
    pulumiAlone(`plugin install resource aws ${wanted}`),
  );
}

/** Path of a plugin that `Pulumi.yaml` names. */
function pluginPath(scene: Scene, group: "languages" | "providers", name: string): string | undefined {
  const { plugins } = scene.projectFile() as {
    plugins?: Record<string, readonly { name?: string; path?: string }[] | undefined>;
  };
  return plugins?.[group]?.find((plugin) => plugin.name === name)?.path;
}

function besideEngine(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const pulumi = findProgram("pulumi", env);
  const beside = pulumi && join(dirname(realpathSync(pulumi)), name);
  return beside && isExecutable(beside) ? beside : undefined;
}
