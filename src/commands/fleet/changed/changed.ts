import { posix, relative, sep } from "node:path";
import { type Project, programFolderOf, stackFilesOf, stackOfFileName } from "../../../config/project";
import { isTemplateText } from "../../../config/stack-file";
import { stackNameFault } from "../../../config/stack-name";
import { UserError } from "../../../errors";
import { explain } from "../../../remedies";
import { oneLine } from "../../../terminal/lines";
import type { Selection } from "../select";
import { GitFolder } from "./git";
import { isManifest, isProgramFile } from "./program-files";

/** A stack that changed, and why it counts as changed. */
export interface ChangedStack {
  readonly stack: string;
  /** One line: `Pulumi.acme.live.yaml changed`. */
  readonly reason: string;
}

/** What changed in a project since a commit. */
export interface ChangedStacks {
  /** In the order of the stack files. */
  readonly stacks: readonly ChangedStack[];
  /** Stacks whose file is gone: their resources are still there, and nothing is destroyed for that. */
  readonly orphans: readonly string[];
  /** Said to people: the commit is gone, so that all stacks count as changed. */
  readonly warning?: string;
}

/** A changed file, by its path from the work tree's top. */
interface ChangedFile {
  readonly path: string;
  readonly how: "added" | "untracked" | "changed" | "deleted";
}

/**
 * The stacks that changed since HEAD parted from `ref` (`ref...HEAD`); what is not committed yet counts too, since that
 * is what a run here would apply. A changed stack file is its stack's business, a change of the program, of its packages
 * or of `Pulumi.yaml` is everybody's. Files that git ignores are never seen, and of those that it does not track only
 * stack files and what names packages: a report that was written here changes nothing, and what imports a new file is
 * a changed file itself.
 * All stacks count as changed where `ref` is a commit's full hash that a force-push has taken out of the history: what a
 * pipeline names as the commit before must not hide a change.
 * @throws UserError `git-unavailable`, `git-ref-unknown`, `git-history-missing`
 */
export async function changedStacks(
  project: Project,
  ref: string,
  env: NodeJS.ProcessEnv,
): Promise<ChangedStacks> {
  const git = await GitFolder.open(project.folder, env);
  const stackFolder = insideOf(git, project);
  const names = stackFilesOf(project).map(({ stack }) => stack);
  const base = await baseOf(git, ref);
  if (base === undefined) return allStacks(names, ref);
  const files = await changedFiles(git, base);
  const programs = [project.folder, programFolderOf(project)].map((folder) => pathOf(git, folder));
  const own = new Map<string, ChangedFile>();
  const common: string[] = [];
  for (const file of files) {
    const stack = posix.dirname(file.path) === stackFolder && stackOfFileName(posix.basename(file.path));
    if (stack) own.set(stack, { ...file, path: posix.relative(git.prefix, file.path) });
    else if (programs.some((folder) => isPartOf(folder, file))) common.push(file.path);
  }
  // The engine refuses some names, so that nothing can be there under them.
  const deleted = [...own].filter(([stack]) => !names.includes(stack) && !stackNameFault(stack));
  return { stacks: withReasons(names, own, common), orphans: await orphansOf(git, project, base, deleted) };
}

const FULL_HASH = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** A name that git does not know is a slip, and a clone without history a setting; only a whole history can have lost a commit. */
async function baseOf(git: GitFolder, ref: string): Promise<string | undefined> {
  try {
    return await git.mergeBase(ref);
  } catch (error) {
    if (!(error instanceof UserError) || !FULL_HASH.test(ref) || (await git.isShallow())) throw error;
    return undefined;
  }
}

function allStacks(names: readonly string[], ref: string): ChangedStacks {
  const reason = `commit ${ref.slice(0, 12)} is not in the history any more (a force-push?), so every stack counts as changed`;
  const warning = `${reason}; stack files that were deleted since can't be told`;
  return { stacks: names.map((stack) => ({ stack, reason })), orphans: [], warning };
}

/** Whether a file, by its path below a program's folder, may change what the program does. */
function isPartOf(folder: string, { path, how }: ChangedFile): boolean {
  const below = posix.relative(folder, path);
  return how === "untracked" ? isManifest(below) : isProgramFile(below);
}

/** The selection, narrowed to stacks that changed. */
export function onlyChanged(selection: Selection, { stacks }: ChangedStacks): Selection {
  const names = stacks.map(({ stack }) => stack).filter((stack) => selection.stacks?.has(stack) ?? true);
  return { ...selection, stacks: new Set(names) };
}

/** What to say of a stack whose file is gone. */
export function orphanText(stack: string): string {
  return `${stack}: its stack file is gone, its endpoint and secret are not; to remove them, bring the file back and run: pulumi destroy --stack ${stack}`;
}

function withReasons(
  names: readonly string[],
  own: ReadonlyMap<string, ChangedFile>,
  common: readonly string[],
): ChangedStack[] {
  const forAll = common.length > 0 ? [`${shortList(common)} changed`] : [];
  return names.flatMap((stack) => {
    const file = own.get(stack);
    const reasons = [...(file ? [`${file.path} ${isNew(file) ? "is new" : "changed"}`] : []), ...forAll];
    return reasons.length > 0 ? [{ stack, reason: oneLine(reasons.join("; ")) }] : [];
  });
}

function isNew({ how }: ChangedFile): boolean {
  return how === "added" || how === "untracked";
}

function shortList([first = "", ...others]: readonly string[]): string {
  if (others.length === 0) return first;
  return `${first} and ${others.length} more ${others.length === 1 ? "file" : "files"} of the program`;
}

async function changedFiles(git: GitFolder, base: string): Promise<ChangedFile[]> {
  const tracked = await git.read(
    "diff",
    "--name-status",
    "--no-renames",
    "--no-relative",
    "--no-ext-diff",
    "-z",
    base,
  );
  const untracked = await git.read(
    "ls-files",
    "--others",
    "--exclude-standard",
    "--full-name",
    "-z",
    "--",
    ":/",
  );
  const words = tracked.split("\0");
  const files = words.flatMap((how, index): ChangedFile[] => {
    const path = words[index + 1];
    if (index % 2 === 1 || !path) return [];
    return [{ path, how: how === "A" ? "added" : how === "D" ? "deleted" : "changed" }];
  });
  const added = untracked.split("\0").filter(Boolean);
  return [...files, ...added.map((path) => ({ path, how: "untracked" as const }))];
}

/** Templates that somebody deleted were never provisioned. */
async function orphansOf(
  git: GitFolder,
  project: Project,
  base: string,
  deleted: readonly (readonly [string, ChangedFile])[],
): Promise<string[]> {
  const orphans: string[] = [];
  for (const [stack, { path }] of deleted) {
    const text = await git.read("show", `${base}:${posix.join(git.prefix, path)}`);
    if (!isTemplateText(text, project)) orphans.push(stack);
  }
  return orphans.sort();
}

/** Path of a folder from the work tree's top, without `/` at its end; `.` for the top. */
function pathOf(git: GitFolder, folder: string): string {
  const path = posix.join(git.prefix, relative(git.folder, folder).split(sep).join("/"));
  return path === "./" ? "." : path.replace(/(.)\/$/, "$1");
}

function insideOf(git: GitFolder, project: Project): string {
  const path = pathOf(git, project.stackFolder);
  if (path !== ".." && !path.startsWith("../")) return path;
  throw new UserError({
    code: "git-unavailable",
    what: "the stack files lie outside of the repository that holds the project, so git can't say what changed.",
    where: project.stackFolder,
    next: [explain("leave --changed-since out")],
  });
}
