import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parse } from "yaml";
import { messageOf, UserError } from "../errors";

/** A Pulumi project on disk. */
export interface Project {
  /** Folder of `Pulumi.yaml`, absolute. */
  readonly folder: string;
  readonly name: string;
  /** Folder of the stack files, absolute: `stackConfigDir` of `Pulumi.yaml`, else the project's folder. */
  readonly stackFolder: string;
}

/** A stack's file. */
export interface StackFilePath {
  /** Name of the stack; dots belong to it (`acme.live`). */
  readonly stack: string;
  /** Relative to the project's folder. */
  readonly file: string;
}

const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];
const STACK_FILE = /^Pulumi\.(.+)\.(?:yaml|yml|json)$/;

/** Reads the project of a folder. @throws UserError `project-missing`, `config-invalid` */
export function readProject(folder: string): Project {
  const file = projectFileOf(folder);
  if (!file) {
    throw new UserError({
      code: "project-missing",
      what: "this folder holds no Pulumi project.",
      where: folder,
      next: ["cd to the folder of Pulumi.yaml"],
    });
  }
  const { name, stackConfigDir } = readYaml(file);
  if (typeof name !== "string" || name === "") throw malformed(file, "it has no name");
  const stackFolder = typeof stackConfigDir === "string" ? resolve(folder, stackConfigDir) : folder;
  return { folder, name, stackFolder };
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
    throw malformed(join(folder, "Pulumi.yaml"), `stackConfigDir can't be read: ${messageOf(error)}`);
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

/** A YAML (or JSON) file that holds a map. @throws UserError `config-invalid` */
export function readYaml(file: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8")) ?? {};
  } catch (error) {
    throw malformed(file, `it can't be read: ${messageOf(error).split("\n")[0]}`);
  }
  if (typeof content !== "object" || Array.isArray(content)) throw malformed(file, "it is no map");
  return content as Record<string, unknown>;
}

function malformed(file: string, why: string): UserError {
  return new UserError({ code: "config-invalid", what: `${why}.`, where: file });
}
