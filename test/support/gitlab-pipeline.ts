import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { CHECKOUT } from "../../sandbox/tenant-project";

/** A job of GitLab's pipeline, as far as these tests look at it. */
export interface GitlabJob {
  readonly extends?: string;
  readonly environment?: unknown;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly rules?: readonly { readonly if?: string; readonly when?: string }[];
  readonly variables?: Readonly<Record<string, string>>;
}

const FOLDER = join(CHECKOUT, "pipelines/gitlab");

/** Files of the pipeline. */
export const GITLAB_FILES = [".gitlab-ci.yml", "fleet-jobs.yml"].map((file) => join(FOLDER, file));

const [own, templates]: Record<string, GitlabJob>[] = GITLAB_FILES.map((file) =>
  parse(readFileSync(file, "utf8")),
);

/** Jobs of `.gitlab-ci.yml` and templates of `fleet-jobs.yml`, by their name, as they are written. */
export const GITLAB_JOBS: Readonly<Record<string, GitlabJob>> = { ...own, ...templates };

/** A job with all that it extends: docs.gitlab.com/ci/yaml/#extends merges maps, and replaces lists. */
export function gitlabJob(name: string): GitlabJob {
  const job = GITLAB_JOBS[name];
  if (!job) throw new Error(`there is no job ${name}`);
  if (!job.extends) return job;
  const base = gitlabJob(job.extends);
  return { ...base, ...job, variables: { ...base.variables, ...job.variables } };
}

/** All that a job runs, in the order and in the one shell in which GitLab runs it. */
export function gitlabScript({ before_script = [], script = [] }: GitlabJob): string {
  return [...before_script, ...script].join("\n");
}

/** Whether a pipeline with these variables has the job: the first rule that fits decides. */
export function isInPipeline(name: string, variables: Readonly<Record<string, string>>): boolean {
  const rule = gitlabJob(name).rules?.find(({ if: condition }) => !condition || holds(condition, variables));
  return rule !== undefined && rule.when !== "never";
}

/** Comparisons joined by `&&`, which is all that our rules use: docs.gitlab.com/ci/jobs/job_rules/ */
function holds(condition: string, variables: Readonly<Record<string, string>>): boolean {
  return condition.split(" && ").every((comparison) => {
    const [, name = "", operator, value = ""] = /^\$(\w+) (==|!=|=~) (.+)$/.exec(comparison) ?? [];
    if (!operator) throw new Error(`a rule that this test can't read: ${comparison}`);
    const left = variables[name] ?? "";
    if (operator === "=~") {
      const [, pattern = "", flags] = /^\/(.*)\/(i?)$/.exec(value) ?? [];
      return new RegExp(pattern, flags).test(left);
    }
    const right = value.startsWith("$") ? (variables[value.slice(1)] ?? "") : value.replace(/^"(.*)"$/, "$1");
    return (left === right) === (operator === "==");
  });
}
