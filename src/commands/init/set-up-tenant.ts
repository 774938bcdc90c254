import type { Project } from "../../config/project";
import { type Environment, environmentOfStackName } from "../../environments";
import { UserError } from "../../errors";
import { explain, own } from "../../remedies";
import { readFleet } from "../fleet/select";
import type { Guide } from "./interview";
import type { SetupEngine } from "./place";
import { type StackRequest, setUpStack } from "./set-up-stack";

/** What was asked for: a tenant, or one of its stacks. */
export interface TenantRequest extends Omit<StackRequest, "stack" | "environment"> {
  /** A tenant's name, or a stack's (`acme.live`); missing for a project with one tenant. */
  readonly name?: string;
  readonly environment?: Environment;
  /** The live stack's name, typed: live may come before stage. */
  readonly confirm?: string;
}

/**
 * Sets up a tenant's stacks, stage before live.
 * @returns the names of those that are ready now
 * @throws UserError `config-invalid`, `confirmation-missing`, and what `setUpStack` throws
 */
export async function setUpTenant(
  project: Project,
  engine: SetupEngine,
  request: TenantRequest,
  guide: Guide,
): Promise<string[]> {
  const { tenant, environment: wanted } = namesIn(request);
  const ready = readyStacks(project);
  const stackOf = (environment: Environment) => (tenant ? `${tenant}.${environment}` : environment);
  const environment = wanted ?? (await chosenEnvironment(guide, stackOf, ready));
  const stack = stackOf(environment);
  if (environment === "live" && !ready.has(stackOf("stage")))
    await requireReason(guide, stack, request.confirm);
  await setUpStack(project, engine, { ...request, stack, environment }, guide);
  if (environment === "live" || ready.has(stackOf("live")) || !(await wantsLive(guide))) return [stack];
  await setUpLiveToo(project, engine, { ...request, stack: stackOf("live") }, guide, stack);
  return [stack, stackOf("live")];
}

/** A name that ends in an environment is a stack's. */
function namesIn({ name, environment }: TenantRequest): { tenant?: string; environment?: Environment } {
  if (name === undefined) return { environment };
  const named = environmentOfStackName(name);
  const tenant = named === undefined ? name : name.slice(0, -named.length).replace(/\.$/, "");
  const mistakes = [
    named &&
      environment &&
      named !== environment &&
      `${name} is a stack of ${named}, but --environment says ${environment}.`,
    // Pulumi: names of stacks are letters, digits, `_`, `.` and `-`, up to 100 of them.
    !/^[\w.-]{0,94}$/.test(tenant) &&
      "a tenant's name is up to 94 letters, digits, dots, hyphens and underscores.",
  ].filter(Boolean);
  if (mistakes.length === 0) return { tenant: tenant || undefined, environment: named ?? environment };
  throw new UserError({
    code: "config-invalid",
    what: mistakes.join(" "),
    next: [own("init acme --environment stage")],
  });
}

/** Names of stacks whose files are more than templates. */
function readyStacks(project: Project): ReadonlySet<string> {
  const { stacks } = readFleet(project.folder);
  return new Set(stacks.filter(({ isTemplate, config }) => !isTemplate && config).map(({ stack }) => stack));
}

async function chosenEnvironment(
  { prompts }: Guide,
  stackOf: (environment: Environment) => string,
  ready: ReadonlySet<string>,
): Promise<Environment> {
  if (!prompts || !ready.has(stackOf("stage"))) return "stage";
  const verb = ready.has(stackOf("live")) ? "edit" : "set up";
  return prompts.choice<Environment>({
    message: "Which stack?",
    options: [
      { value: "live", label: `${verb} ${stackOf("live")}` },
      { value: "stage", label: `edit ${stackOf("stage")}` },
    ],
  });
}

/** On stage, mistakes cost nothing: live comes first only when somebody means it. */
async function requireReason({ prompts }: Guide, stack: string, confirm: string | undefined): Promise<void> {
  if (confirm === stack) return;
  const why = "Nothing is set up on stage yet, where mistakes cost nothing.";
  if (prompts && (await prompts.confirm({ message: `${why} Set up ${stack} first all the same?` }))) return;
  const next = [
    explain("add --environment stage (stage first)"),
    explain(`add --confirm ${stack} (live first)`),
  ];
  const given = confirm === undefined ? "nobody has confirmed it" : `--confirm says ${confirm}`;
  const what = `nothing is set up on stage yet, where mistakes cost nothing; this would set up ${stack} first, and ${given}.`;
  if (!prompts) throw new UserError({ code: "confirmation-missing", what, where: stack, next });
  throw new UserError({
    code: "cancelled",
    what: `you decided not to set up ${stack} first.`,
    where: stack,
    next: [explain("start it again with --environment stage")],
  });
}

async function wantsLive({ prompts }: Guide): Promise<boolean> {
  if (!prompts) return false;
  return prompts.confirm({ message: "Set up live now, too? It has a company id and keys of its own." });
}

async function setUpLiveToo(
  project: Project,
  engine: SetupEngine,
  request: Omit<StackRequest, "environment">,
  guide: Guide,
  written: string,
): Promise<void> {
  try {
    // What was given ahead was meant for stage.
    await setUpStack(project, engine, { ...request, environment: "live", given: {} }, guide);
  } catch (error) {
    if (!(error instanceof UserError) || error.code === "setup-incomplete") throw error;
    throw new UserError({
      ...error.parts,
      state: `Stack ${written} is set up; of ${request.stack} nothing was written.`,
      cause: error,
    });
  }
}
