import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { installedFolder } from "../engine/versions";
import { OWN_MANIFEST, PACKAGE_ROOT } from "../own-manifest";
import { type Project, programFolderOf, projectSettingsOf } from "./project";

/** The program of a clone; the templates of `new` hold the same statements. */
const OWN_PROGRAM = join(PACKAGE_ROOT, "templates/typescript/index.ts");
/** How packages are installed and files are loaded: neither changes what the program does. */
const NEUTRAL: ReadonlySet<string> = new Set(["packagemanager", "typescript"]);
const ROOT = realpathSync(PACKAGE_ROOT);

/**
 * Whether a project's program is this package's own, statement by statement: that of a clone, or the one that `new` has
 * written. It is then known what the program does without asking it, and a process of ours may run it. `false` in doubt.
 */
export function isOwnProgram(project: Project): boolean {
  const folder = programFolderOf(project);
  if (!isPlainNode(projectSettingsOf(project).runtime) || !existsSync(folder)) return false;
  const copy = realpathSync(folder) === ROOT ? ROOT : installedFolder(folder, OWN_MANIFEST.name);
  const file = realpathSync(folder) === ROOT ? join(ROOT, "src/index.ts") : programFileOf(project, folder);
  return copy === ROOT && existsSync(file) && statementsOf(file) === statementsOf(OWN_PROGRAM);
}

/** Other runtimes and Node's own options are the user's way to run a program. */
function isPlainNode(runtime: unknown): boolean {
  if (runtime === "nodejs") return true;
  const { name, options = {} } = (runtime ?? {}) as { name?: unknown; options?: object };
  return name === "nodejs" && Object.keys(options ?? {}).every((option) => NEUTRAL.has(option));
}

function programFileOf(project: Project, folder: string): string {
  const { main } = projectSettingsOf(project);
  if (typeof main === "string" && /\.[cm]?[jt]s$/.test(main)) return resolve(project.folder, main);
  const manifest = join(folder, "package.json");
  const ofManifest: unknown = existsSync(manifest)
    ? JSON.parse(readFileSync(manifest, "utf8")).main
    : undefined;
  return resolve(folder, typeof ofManifest === "string" ? ofManifest : "index.js");
}

/** Comments left out; a clone imports its own file instead of the package. */
function statementsOf(file: string): string {
  return readFileSync(file, "utf8")
    .replace(/^\s*\/\*[\s\S]*?\*\//, "")
    .replace('"./connection"', JSON.stringify(OWN_MANIFEST.name))
    .replace(/\s+/g, " ")
    .trim();
}
