/** Folders at the top of a project that no Pulumi program is made of. */
const OTHER_FOLDERS = new Set([
  ".ci",
  ".devcontainer",
  ".github",
  ".gitlab",
  ".husky",
  ".idea",
  ".plenigo-stripe",
  ".vscode",
  "__tests__",
  "bench",
  "docs",
  "examples",
  "pipelines",
  "sandbox",
  "test",
  "tests",
]);

/** Files that only people, editors, linters or tests read. */
const OTHER_FILES =
  /(^|\/)(LICENSE|NOTICE|CODEOWNERS|\.gitignore|\.gitattributes|\.editorconfig|\.gitlab-ci\.yml|biome\.jsonc?|renovate\.json|jest\.config\.[cm]?[jt]s)$|\.(md|test\.ts)$/;

/** Files that say which packages a program runs with, and how; they count in the folders above a project too. */
const MANIFEST =
  /^(package\.json|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|pnpm-workspace\.yaml|yarn\.lock|\.npmrc|\.yarnrc\.yml|\.nvmrc|\.node-version|tsconfig[\w.-]*\.json)$/;

/**
 * Whether a file may change what the program does, and with it every stack. Named is what doesn't count: a list of
 * what does would miss a file some day, and then a change would reach no stack. `path` is relative to the project's or
 * the program's folder, with `/`; `../…` lies outside.
 */
export function isProgramFile(path: string): boolean {
  const parts = path.split("/");
  if (parts[0] === "..") return isManifest(path);
  const isInFolder = parts.length > 1;
  return !(isInFolder && OTHER_FOLDERS.has(parts[0] ?? "")) && !OTHER_FILES.test(path);
}

/** Whether a file says which packages the program runs with, beside it or in a folder above. */
export function isManifest(path: string): boolean {
  const parts = path.split("/");
  return MANIFEST.test(parts.at(-1) ?? "") && parts.slice(0, -1).every((part) => part === "..");
}
