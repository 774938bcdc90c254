import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { OWN_MANIFEST, PACKAGE_ROOT } from "../../own-manifest";

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
