import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { messageOf, UserError } from "../../errors";
import { OWN_MANIFEST, PACKAGE_ROOT } from "../../own-manifest";
import { own } from "../../remedies";

/** Languages that a program can be written in; JavaScript is an ES module. */
export const LANGUAGES = ["javascript", "typescript"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Services that there are pipelines for. */
export const PIPELINES = ["github", "gitlab"] as const;
export type Pipeline = (typeof PIPELINES)[number];

/** What a new repository is to be like. */
export interface RepositoryRequest {
  /** Pulumi project. `plenigo-stripe` gives short configuration keys, and is the project of a clone's stacks. */
  readonly name: string;
  readonly language: Language;
  readonly pipeline?: Pipeline;
  /** What package.json asks for as plenigo-stripe: a version, `file:…` of a tarball. Default: this version exactly. */
  readonly packageSpec?: string;
}

/** A file to be written: its path below the repository, with `/`, and its text. */
export type RepositoryFile = readonly [path: string, text: string];

const DESCRIPTION = "Links plenigo tenants with their Stripe accounts";

/** npm leaves files of this name out of a package. */
const IGNORED_BY_GIT = "node_modules/\n.plenigo-stripe/\n*.log\n";

/** The files of a new repository, from the template that `pulumi new` takes too. */
export function repositoryFiles(request: RepositoryRequest): RepositoryFile[] {
  const template = join(PACKAGE_ROOT, "templates", request.language);
  const names = readdirSync(template).filter((name) => name !== ".gitignore");
  const files = names.map((name) => {
    const text = readFileSync(join(template, name), "utf8");
    return [name, textOf(name, text, request)] as const;
  });
  return [...files, [".gitignore", IGNORED_BY_GIT], ...pipelineFiles(request.pipeline)];
}

function textOf(name: string, text: string, { name: project, packageSpec }: RepositoryRequest): string {
  if (name === "Pulumi.yaml") {
    const [ours = ""] = text.split("template:\n");
    return ours.replace(/\$\{PROJECT\}/, stringify(project).trim()).replace(/\$\{DESCRIPTION\}/, DESCRIPTION);
  }
  if (name !== "package.json") return text;
  const { dependencies, resolutions, ...manifest } = JSON.parse(text);
  const pinned = { ...dependencies, "plenigo-stripe": packageSpec ?? OWN_MANIFEST.version };
  return `${JSON.stringify({ ...manifest, dependencies: pinned, resolutions }, undefined, 2)}\n`;
}

function pipelineFiles(pipeline: Pipeline | undefined): RepositoryFile[] {
  if (pipeline === undefined) return [];
  const source = join(PACKAGE_ROOT, "pipelines", pipeline);
  const target = pipeline === "github" ? ".github/workflows/" : "";
  return readdirSync(source).map((name) => [`${target}${name}`, readFileSync(join(source, name), "utf8")]);
}

/** How many names of what is in the way a message lists. */
const MOST_NAMES = 10;

/**
 * Writes the files of a new repository into a folder, which is made if it is not there. Nothing is ever overwritten.
 * @param folder absolute; a repository of git without any file counts as empty
 * @throws UserError `folder-not-empty`
 */
export function writeRepository(folder: string, files: readonly RepositoryFile[]): void {
  const inTheWay = contentOf(folder).filter((name) => name !== ".git");
  if (inTheWay.length > 0) throw notEmpty(folder, inTheWay);
  for (const [path, text] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: "wx" });
  }
}

function contentOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new UserError({
      code: "folder-not-empty",
      what: `the repository can't be written there: ${messageOf(error)}.`,
      where: folder,
      next: [own("new FOLDER", "name a folder that is empty or not there yet")],
      cause: error,
    });
  }
}

function notEmpty(folder: string, names: readonly string[]): UserError {
  const shown = names.slice(0, MOST_NAMES).map((name) => name.replace(/\p{Cc}/gu, "?"));
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  return new UserError({
    code: "folder-not-empty",
    what: `the folder is not empty: it holds ${shown.join(", ")}${more}.`,
    where: folder,
    next: [own("new FOLDER", "name a folder that is empty or not there yet")],
  });
}
