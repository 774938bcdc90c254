import { type Project, projectSettingsOf } from "../../../config/project";
import { UserError } from "../../../errors";
import { explain, shell } from "../../../remedies";
import { type ChangedStack, changedStacks } from "../changed/changed";
import { GitFolder } from "../changed/git";

/** Where the operator finds the project. */
export interface ProjectSource {
  readonly repository: string;
  readonly commit: string;
  readonly repoDir: string;
  /** Stacks that the commit does not hold as they are here. */
  readonly uncommitted: readonly ChangedStack[];
}

/** What a person said of it; the rest is read from the clone. */
export interface GivenSource {
  readonly repository?: string;
  readonly commit?: string;
  readonly repoDir?: string;
}

/**
 * Repository (the remote `origin`), commit (HEAD) and folder of a project, unless they are given.
 * @throws UserError `git-unavailable`, `git-ref-unknown`, `kubernetes-refused`
 */
export async function sourceOfProject(
  project: Project,
  given: GivenSource,
  env: NodeJS.ProcessEnv,
): Promise<ProjectSource> {
  const { repository, commit, repoDir } = given;
  if (repository && commit && isHash(commit) && repoDir !== undefined)
    return { repository, commit, repoDir, uncommitted: [] };
  const git = await GitFolder.open(project.folder, env);
  return {
    repository: repository ?? (await originOf(git)),
    commit: commit && isHash(commit) ? commit : await git.commitOf(commit ?? "HEAD"),
    repoDir: repoDir ?? git.prefix.replace(/\/$/, ""),
    uncommitted: commit ? [] : (await changedStacks(project, "HEAD", env)).stacks,
  };
}

/** State backend that a person's environment or `Pulumi.yaml` names. @throws UserError `kubernetes-refused` */
export function backendOf(project: Project, env: NodeJS.ProcessEnv): string {
  const { backend } = projectSettingsOf(project);
  const url = env.PULUMI_BACKEND_URL || (backend as { url?: unknown } | undefined)?.url;
  if (typeof url === "string" && url !== "") return url;
  throw new UserError({
    code: "kubernetes-refused",
    what: "no state backend is named.",
    where: project.folder,
    next: [explain("add --backend s3://BUCKET?region=REGION"), shell("export PULUMI_BACKEND_URL=…")],
    state: "Nothing was printed.",
  });
}

function isHash(commit: string): boolean {
  return /^[0-9a-f]{40}$/.test(commit);
}

/** Without a token that a pipeline has put into the URL. */
async function originOf(git: GitFolder): Promise<string> {
  const { code, stdout } = await git.run("remote", "get-url", "origin");
  if (code === 0) return stdout.trim().replace(/^(https?:\/\/)[^/]*@/, "$1");
  throw new UserError({
    code: "kubernetes-refused",
    what: "this clone has no remote named origin, so the operator can't be told where the project is.",
    where: git.folder,
    next: [explain("add --repository URL")],
    state: "Nothing was printed.",
  });
}
