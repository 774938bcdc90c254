import type { StackConfig } from "../../config/stack-config";
import { type EndpointInputs, type EndpointOutputs, stateOf } from "../../endpoint/endpoint-state";
import { handedOverAt, isOurs, MARK_NAMES, marksOf } from "../../endpoint/marks";
import type { DeploymentResource } from "../../engine/deployment";
import type { StripeEndpoint } from "../../stripe/endpoints-api";
import { declaredEndpoint } from "../declared-endpoint";
import { type KnownState, signingSecretOf } from "./known-state";
import { generationFinding, lostSecret, type RecoverFinding, wordsOfEndpoint } from "./recover-finding";
import type { FoundSecret, NamedEndpoint } from "./world";

/** An endpoint as the rebuilt state is to hold it. */
export interface PlannedEndpoint {
  readonly id: string;
  readonly generation: number;
  readonly role: "current" | "previous";
  readonly state: EndpointOutputs;
  /** Whether the state lacks it, or holds it otherwise. */
  readonly isNew: boolean;
}

/** What is to be done to a state so that it fits the world. */
export interface RecoveryPlan {
  readonly current?: PlannedEndpoint;
  readonly previous?: PlannedEndpoint;
  /** Whether the state lacks the secret, the current version, or the reader policy. */
  readonly lacks: { readonly secret: boolean; readonly version: boolean; readonly policy: boolean };
  readonly findings: readonly RecoverFinding[];
}

/** The stack that is recovered, and what was found of it. */
export interface Scene {
  readonly stack: string;
  readonly project: string;
  readonly declared: StackConfig;
  readonly known: KnownState;
  readonly secret: FoundSecret | undefined;
  readonly endpoints: readonly StripeEndpoint[];
}

/** Compares the state with the world; knows no Pulumi and changes nothing. */
export function planRecovery(scene: Scene): RecoveryPlan {
  const { known, secret } = scene;
  const current = secret?.current && plannedEndpoint(scene, secret.current, "current", undefined);
  const named = current && (secret?.previous ?? halfRemoved(scene, current));
  const previous = named && plannedEndpoint(scene, named, "previous", current.generation);
  const lacks = {
    secret: secret !== undefined && known.secret === undefined,
    version: lacksVersion(scene, current, previous),
    policy: secret?.secret.policy !== undefined && known.policy === undefined,
  };
  const plan = { current, previous, lacks };
  return { ...plan, findings: findingsOf(scene, plan) };
}

/** Undefined where the endpoint is not to be brought in: one that has gone and that the state knows, or that nothing needs. */
function plannedEndpoint(
  scene: Scene,
  { id, signingSecret }: NamedEndpoint,
  role: "current" | "previous",
  generationOfCurrent: number | undefined,
): PlannedEndpoint | undefined {
  const { known, endpoints } = scene;
  const held = known.endpoints.find((resource) => resource.id === id);
  const there = endpoints.find((endpoint) => endpoint.id === id);
  const generation = generationOf(there, held, scene, generationOfCurrent);
  const isInPlace = held?.outputs?.role === role && held.outputs.generation === generation;
  if (!there) {
    // The next update finds that it has gone, as if the state had never been lost. A previous one is not made again.
    if (role === "previous" || known.endpoints.length > 0)
      return held && keptEndpoint(held, role, generation);
  }
  const enabled = there?.enabled ?? true;
  const inputs = declaredEndpoint({ ...scene, config: scene.declared }, { role, generation, enabled });
  const ownSecret = (held && signingSecretOf(held)) || signingSecret;
  const state = stateOf(there ?? assumed(id, inputs), inputs, ownSecret);
  return { id, generation, role, state, isNew: !isInPlace || (held !== undefined && !signingSecretOf(held)) };
}

function keptEndpoint(held: DeploymentResource, role: PlannedEndpoint["role"], generation: number) {
  const state = held.outputs as unknown as EndpointOutputs;
  return { id: held.id ?? "", generation, role, state, isNew: false };
}

/** The previous endpoint, whose removal was interrupted after the connection secret had let go of it. */
function halfRemoved(
  { stack, project, declared, secret, endpoints }: Scene,
  current: PlannedEndpoint,
): NamedEndpoint | undefined {
  if (declared.previousGeneration !== "removed") return undefined;
  const marks = marksOf(project, stack, declared.companyId, current.generation - 1);
  const left = endpoints.find(
    ({ id, metadata }) => id !== current.id && MARK_NAMES.every((name) => metadata[name] === marks[name]),
  );
  const signingSecret = left && secret?.signingSecrets.get(left.id);
  return left && signingSecret ? { id: left.id, signingSecret } : undefined;
}

/** By its mark in Stripe; where somebody has taken that away, by the state, else by the stack's file. */
function generationOf(
  there: StripeEndpoint | undefined,
  held: DeploymentResource | undefined,
  { declared }: Scene,
  generationOfCurrent: number | undefined,
): number {
  const marked = Number(there?.metadata.plenigo_generation);
  if (Number.isInteger(marked) && marked > 0) return marked;
  const known = held?.outputs?.generation;
  if (typeof known === "number") return known;
  return generationOfCurrent === undefined
    ? declared.signingSecretGeneration
    : Math.max(1, generationOfCurrent - 1);
}

/** What Stripe had before the endpoint has gone; the next refresh finds out. */
function assumed(id: string, { url, enabledEvents, description, marks }: EndpointInputs): StripeEndpoint {
  return {
    id,
    url,
    enabledEvents: Object.keys(enabledEvents),
    description,
    enabled: true,
    livemode: false,
    createdAt: new Date(0),
    metadata: { ...marks },
  };
}

/** The current version is taken when its document says of the endpoints what the rebuilt state does. */
function lacksVersion(
  { known, secret }: Scene,
  current: PlannedEndpoint | undefined,
  previous: PlannedEndpoint | undefined,
): boolean {
  const version = secret?.secret.current;
  if (!version || !current || !secret.current) return false;
  if (known.version?.id === `${secret.secret.arn}|${version.id}`) return false;
  if (secret.current.signingSecret !== current.state.signingSecret) return false;
  return !secret.previous || !previous || secret.previous.signingSecret === previous.state.signingSecret;
}

function findingsOf(scene: Scene, { current, previous, lacks }: Omit<RecoveryPlan, "findings">) {
  const { known, secret } = scene;
  const found: RecoverFinding[] = known.pending.map(({ type, name }) => ({
    code: "pending-operation",
    message: `an operation was interrupted: ${type} ${name}`,
    isRepaired: true,
  }));
  for (const endpoint of [current, previous]) {
    if (!endpoint?.isNew) continue;
    const message = `the state does not hold ${wordsOfEndpoint(endpoint)}`;
    found.push({ code: "unknown-endpoint", message, isRepaired: true });
  }
  if (secret && lacks.secret) found.push(unknownSecret(scene, secret));
  if (secret && lacks.version && !lacks.secret)
    found.push({
      code: "unknown-version",
      message: `the state does not hold the current version of ${secret.name}`,
      isRepaired: true,
    });
  if (secret && lacks.policy && !lacks.secret)
    found.push({
      code: "unknown-policy",
      message: `the state does not hold the reader policy of ${secret.name}`,
      isRepaired: true,
    });
  found.push(...lostEndpoints(scene).map(({ id }) => lostSecret(id)));
  if (current) found.push(...generationFinding(scene.declared, current.generation, previous));
  return found;
}

/** A secret that the state does not know; told apart by who has made it. */
export function unknownSecret(
  { stack, project }: Pick<Scene, "stack" | "project">,
  { name, secret: { tags } }: FoundSecret,
): RecoverFinding {
  const isOurs = tags["managed-by"] === "plenigo-stripe" && tags["pulumi:project"] === project;
  if (isOurs)
    return {
      code: "unknown-secret",
      message: `AWS has the connection secret ${name}, and the state does not know it`,
      isRepaired: true,
    };
  const owner = tags["pulumi:stack"]
    ? `stack ${tags["pulumi:stack"]} of project ${tags["pulumi:project"]} made it`
    : `stack ${stack} did not make it`;
  return {
    code: "foreign-secret",
    message: `AWS has a secret ${name} that this stack did not make: ${owner}`,
    isRepaired: true,
  };
}

/** Endpoints of the stack that plenigo has, and whose signing secret stands nowhere any more. */
function lostEndpoints({ stack, project, declared, known, secret, endpoints }: Scene): StripeEndpoint[] {
  const held = new Set(known.resources.map(({ id }) => id));
  const marks = marksOf(project, stack, declared.companyId, 1);
  return endpoints.filter(
    ({ id, metadata }) =>
      !held.has(id) &&
      !secret?.signingSecrets.has(id) &&
      id !== declared.adoptEndpointId &&
      isOurs(metadata, marks) &&
      metadata.plenigo_company_id === declared.companyId &&
      handedOverAt(metadata) !== undefined,
  );
}
