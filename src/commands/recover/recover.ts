import { awsPlaceOf } from "../../aws/place";
import type { Project } from "../../config/project";
import { programFolderOf } from "../../config/project";
import type { ConfigSource } from "../../config/source";
import { readStackConfig, type StackConfig } from "../../config/stack-config";
import { awsPlaceOfFile } from "../../config/stack-file";
import { SHIM } from "../../endpoint/shim";
import type { ExportedState } from "../../engine/deployment";
import { lockedStack } from "../../engine/failure";
import type { ConfigValue, PulumiStack } from "../../engine/pulumi-stack";
import { isLeftBehind, type StackLock, wordsOfLock } from "../../engine/stack-lock";
import { installedVersion } from "../../engine/versions";
import type { SelectedStack } from "../stack-option";
import { knownState, TYPES } from "./known-state";
import { planRecovery, type RecoveryPlan, type Scene, unknownSecret } from "./plan";
import { componentOfProgram } from "./program-component";
import { type Ancestor, rebuiltState } from "./rebuild";
import type { RecoverFinding } from "./recover-finding";
import { type FoundSecret, findEndpoints, findSecret } from "./world";

/** The stack to recover, and what works on it. */
export interface RecoverTarget {
  readonly project: Project;
  readonly selected: SelectedStack;
  readonly engine: Pick<
    PulumiStack,
    "stack" | "exportState" | "importState" | "config" | "make" | "removeEmpty" | "cancel"
  >;
  readonly env: NodeJS.ProcessEnv;
  /** A lock that the state backend shows without a run; undefined where there is none, or it can't be told. */
  readonly lock?: StackLock;
}

/** What is asked and told on the way. */
export interface RecoverTalk {
  /** Asks before the first change; gets all that is known by then. @throws UserError `confirmation-missing` */
  readonly confirm: (findings: readonly RecoverFinding[]) => Promise<void>;
  readonly log: (line: string) => void;
}

/** What came of it. */
export interface Recovered {
  readonly findings: readonly RecoverFinding[];
  /** Whether Pulumi's state was changed. */
  readonly isChanged: boolean;
  /** Whether there is nothing of the stack, neither in the state backend nor in AWS. */
  readonly isNeverProvisioned: boolean;
}

/**
 * Brings endpoints and connection secret back into the state, so that state and world fit. Writes nothing to Stripe and
 * AWS, and nothing at all where there is nothing to do.
 * @throws UserError
 */
export async function recoverStack(target: RecoverTarget, talk: RecoverTalk): Promise<Recovered> {
  const { engine, lock } = target;
  if (lock && !isLeftBehind(lock)) throw lockedStack(lock, engine.stack);
  const state = await engine.exportState();
  return state ? recoverState(target, state, talk) : recoverFromNothing(target, talk);
}

async function recoverState(
  target: RecoverTarget,
  state: ExportedState,
  talk: RecoverTalk,
): Promise<Recovered> {
  const { engine, lock } = target;
  const config = await engine.config();
  const { scene, plan } = await compare(target, state, config);
  const findings = [...(lock ? [staleLock(lock)] : []), ...plan.findings];
  const isChanged = findings.some(({ isRepaired }) => isRepaired);
  if (isChanged) {
    await talk.confirm(findings);
    if (lock) await engine.cancel();
    if (plan.findings.some(({ isRepaired }) => isRepaired))
      await engine.importState(await rebuilt(target, state, scene, plan, config));
  }
  return { findings, isChanged, isNeverProvisioned: false };
}

/** The state backend does not know the stack: it is made, once AWS has shown that there is something to bring in. */
async function recoverFromNothing(target: RecoverTarget, talk: RecoverTalk): Promise<Recovered> {
  const { engine, selected, project } = target;
  const { environment, companyId, file } = selected;
  const { secretReaders = [] } = file.config ?? {};
  const place = { environment, companyId, secretReaders, aws: awsPlaceOfFile(project, file.file) };
  const secret = await findSecret(place, engine.stack);
  if (!secret) return { findings: [], isChanged: false, isNeverProvisioned: true };
  const owner = unknownSecret({ stack: engine.stack, project: project.name }, secret);
  await talk.confirm([unknownStack(secret), ...(owner.code === "foreign-secret" ? [owner] : [])]);
  talk.log(`Making stack ${engine.stack} in the state backend …`);
  await engine.make(file.secretsProvider);
  try {
    const state = await engine.exportState();
    if (!state) throw new Error(`stack ${engine.stack} was made, and is not there`);
    const config = await engine.config();
    const { scene, plan } = await compare(target, state, config, secret);
    await engine.importState(await rebuilt(target, state, scene, plan, config));
    return { findings: [unknownStack(secret), ...plan.findings], isChanged: true, isNeverProvisioned: false };
  } catch (error) {
    await engine.removeEmpty();
    throw error;
  }
}

/** Reads the world, and plans. `known`: the secret, where AWS has been asked already. */
async function compare(
  { project, selected, env }: RecoverTarget,
  state: ExportedState,
  config: Readonly<Record<string, ConfigValue>>,
  known?: FoundSecret,
): Promise<{ scene: Scene; plan: RecoveryPlan }> {
  const { stack, secretName } = selected;
  const declared = declaredConfig(stack, config, env);
  const aws = awsPlaceOf((key) => config[key]?.value);
  const secret = known ?? (await findSecret({ ...declared, aws }, stack));
  const endpoints = await findEndpoints(declared, env, (key) => config[key]?.value, secret);
  const scene = {
    stack,
    project: project.name,
    declared,
    known: knownState(state, secretName),
    secret,
    endpoints,
  };
  return { scene, plan: planRecovery(scene) };
}

function declaredConfig(
  stack: string,
  config: Readonly<Record<string, ConfigValue>>,
  env: NodeJS.ProcessEnv,
): StackConfig {
  const source: ConfigSource = {
    stack,
    env,
    get: (fullKey) => config[fullKey]?.value,
    isEncrypted: (fullKey) => config[fullKey]?.secret ?? false,
    keys: () => Object.keys(config),
  };
  return readStackConfig(source).config;
}

async function rebuilt(
  { project, engine, env }: RecoverTarget,
  state: ExportedState,
  scene: Scene,
  plan: RecoveryPlan,
  config: Readonly<Record<string, ConfigValue>>,
): Promise<ExportedState> {
  const ancestors = await ancestorsFor(scene, project, env);
  const component = ancestors.at(-1)?.urn ?? "";
  const place = {
    stack: engine.stack,
    project: project.name,
    component,
    config,
    awsVersion: installedVersion(programFolderOf(project), "@pulumi/aws") ?? "",
    shim: SHIM,
  };
  return rebuiltState(state, scene, plan, place, ancestors);
}

/** As the state knows them, else as the program makes them. */
async function ancestorsFor(
  { known, stack }: Scene,
  project: Project,
  env: NodeJS.ProcessEnv,
): Promise<Ancestor[]> {
  const { component: urn, resources } = known;
  const isThere = resources.some((resource) => resource.urn === urn);
  // Without a $ it stands below the stack itself, so that nothing else is missing.
  if (urn && (isThere || !urn.includes("$"))) return [{ urn, type: TYPES.component }];
  return componentOfProgram(project, stack, env);
}

function staleLock(lock: StackLock): RecoverFinding {
  return {
    code: "stale-lock",
    message: wordsOfLock(lock),
    isRepaired: true,
  };
}

function unknownStack({ name, current, previous }: FoundSecret): RecoverFinding {
  const endpoints = [current && `endpoint ${current.id}`, previous && `previous endpoint ${previous.id}`];
  const named = endpoints.filter(Boolean).join(" and ") || "no endpoint that can be read";
  return {
    code: "stack-unknown",
    message: `the state backend does not know the stack, but AWS has its connection secret ${name}, which names ${named}`,
    isRepaired: true,
  };
}
