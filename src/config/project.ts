import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { messageOf, UserError } from "../errors";
import { explain } from "../remedies";
import { readYamlMap } from "./yaml-file";

/** A Pulumi project on disk. */
export interface Project {
  /** Folder of `Pulumi.yaml`, absolute. */
  readonly folder: string;
  readonly name: string;
  /** Folder of the stack files, absolute: `stackConfigDir` of `Pulumi.yaml`, else the project's folder. */
  readonly stackFolder: string;
  /** Values that `Pulumi.yaml` gives to all stacks that don't set them, by full key, as they are written. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** A stack's file. */
export interface StackFilePath {
  /** Name of the stack; dots belong to it (`acme.live`). */
  readonly stack: string;
  /** Relative to the project's folder. */
  readonly file: string;
}

const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];
const STACK_FILE = /^Pulumi\.(.+)\.(?:yaml|yml|json)$/s;

/**
 * Reads the project that a folder belongs to: its own, else that of the closest folder above, as `pulumi` does.
 * @throws UserError `project-missing`, `config-invalid`
 */
export function readProject(start: string): Project {
  const file = projectFileAbove(start);
  if (!file) {
    throw new UserError({
      code: "project-missing",
      what: "neither this folder nor one above it holds a Pulumi project.",
      where: start,
      next: [explain("cd to the folder of Pulumi.yaml"), explain("add -C FOLDER")],
    });
  }
  const folder = dirname(file);
  const settings = readYaml(file);
  const { name, stackConfigDir, config } = settings;
  if (typeof name !== "string" || name === "") throw malformed(file, "it has no name");
  // `config` was the name of `stackConfigDir` once, and the engine still takes it.
  const stackDir = stackConfigDir ?? config;
  const stackFolder = typeof stackDir === "string" ? resolve(folder, stackDir) : folder;
  return { folder, name, stackFolder, values: projectValuesIn(settings, name) };
}

function projectFileAbove(folder: string): string | undefined {
  const above = dirname(folder);
  return projectFileOf(folder) ?? (above === folder ? undefined : projectFileAbove(above));
}

/** What `Pulumi.yaml` says, unchecked. @throws UserError `config-invalid`: it can't be read */
export function projectSettingsOf({ folder }: Project): Record<string, unknown> {
  return readYaml(projectFileOf(folder) ?? join(folder, "Pulumi.yaml"));
}

/** Folder of the program, absolute: `main` of `Pulumi.yaml` (a folder or a file in it), else the project's folder. */
export function programFolderOf(project: Project): string {
  const { main } = projectSettingsOf(project);
  if (typeof main !== "string") return project.folder;
  const program = resolve(project.folder, main);
  return /\.[cm]?[jt]s$/.test(program) ? dirname(program) : program;
}

/** Stack that a file's name says, without folder; undefined for other files, `Pulumi.yaml` among them. */
export function stackOfFileName(name: string): string | undefined {
  return STACK_FILE.exec(name)?.[1];
}

/** The stack files of a project, sorted by stack. @throws UserError `config-invalid`: `stackConfigDir` can't be read */
export function stackFilesOf({ folder, stackFolder }: Project): StackFilePath[] {
  let names: string[];
  try {
    names = readdirSync(stackFolder);
  } catch (error) {
    throw malformed(
      join(folder, "Pulumi.yaml"),
      `stackConfigDir can't be read (${(error as NodeJS.ErrnoException).code ?? messageOf(error)})`,
    );
  }
  const found = names.flatMap((name) => {
    const stack = stackOfFileName(name);
    return stack ? [{ stack, file: relative(folder, join(stackFolder, name)) }] : [];
  });
  return found.sort((one, other) => one.stack.localeCompare(other.stack, "en"));
}

function projectFileOf(folder: string): string | undefined {
  return PROJECT_FILES.map((name) => join(folder, name)).find(existsSync);
}

function readYaml(file: string): Record<string, unknown> {
  try {
    return readYamlMap(file);
  } catch (error) {
    throw malformed(file, messageOf(error));
  }
}

/** Named without its folder: an absolute path says more of a machine than of the mistake. */
function malformed(file: string, why: string): UserError {
  const name = basename(file);
  return new UserError({ code: "config-invalid", what: `${name}: ${why}.`, next: [explain(`edit ${name}`)] });
}

/**
 * Values that `Pulumi.yaml` gives to all stacks that don't set them, by full key. As the engine counts them
 * (pulumi/pulumi, sdk/go/common/workspace/project.go, RewriteShorthandConfigValues, and pkg/workspace/config.go,
 * mergeConfig): a plain value or list is the value; a map is a declaration whose `default` counts before its `value`; keys
 * without a namespace belong to the project. A text in place of the map is the folder of the stack files.
 */
export function projectValuesIn(
  { config }: Readonly<Record<string, unknown>>,
  project: string,
): Record<string, unknown> {
  if (typeof config !== "object" || config === null || Array.isArray(config)) return {};
  const values = Object.entries(namespaced(config as Record<string, unknown>, project));
  return Object.fromEntries(
    values.map(([key, value]) => [key, givenValue(value)]).filter(([, value]) => isSet(value)),
  );
}

function givenValue(declared: unknown): unknown {
  if (typeof declared !== "object" || declared === null || Array.isArray(declared)) return declared;
  const { default: preset, value } = declared as Readonly<Record<string, unknown>>;
  return isSet(preset) ? preset : value;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Keys without a namespace belong to the project. Pulumi: pulumi.com/docs/iac/concepts/config */
export function namespaced(
  config: Readonly<Record<string, unknown>>,
  project: string,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.includes(":") ? key : `${project}:${key}`, value]),
  );
}
