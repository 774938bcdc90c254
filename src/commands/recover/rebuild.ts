import { type DeploymentResource, type ExportedState, inDependencyOrder } from "../../engine/deployment";
import { callbackUrl } from "../../environments";
import { TYPES } from "./known-state";
import type { RecoveryPlan, Scene } from "./plan";
import {
  awsProvider,
  type BuildPlace,
  dynamicProvider,
  endpointResource,
  endpointUrn,
  policyResource,
  protectionResource,
  providerRef,
  secretResource,
  stackResource,
  stackUrn,
  versionResource,
} from "./resources";

/** A component that stands above the resources, and its parent. */
export interface Ancestor {
  readonly urn: string;
  readonly type: string;
  readonly parent?: string;
}

/**
 * The state with what the plan adds; what it holds otherwise stays. Operations that were interrupted are forgotten.
 * @param ancestors the component, and the components above it
 */
export function rebuiltState(
  state: ExportedState,
  scene: Scene,
  plan: RecoveryPlan,
  place: BuildPlace,
  ancestors: readonly Ancestor[],
): ExportedState {
  const { known, secret } = scene;
  const states = new Map(known.resources.map((resource) => [keyOf(resource), resource]));
  const add = (resource: DeploymentResource) => {
    states.set(resource.urn, resource);
    return resource;
  };
  const having = (urn: string, make: () => DeploymentResource) => states.get(urn) ?? add(make());
  const stack = having(stackUrn(place.stack, place.project), () => stackResource(place));
  for (const { urn, type, parent } of ancestors)
    having(urn, () => ({ urn, custom: false, type, parent: parent || stack.urn }));
  const providers = providersFor(known.resources, place, add);
  for (const endpoint of [plan.previous, plan.current]) {
    if (!endpoint?.isNew) continue;
    add(endpointResource(place, endpoint.id, endpoint.state, providers.dynamic()));
  }
  if (secret) addSecret(scene, plan, place, { add, provider: providers.aws() });
  fillOutputs(states, scene, plan, place);
  const resources = inDependencyOrder([...states.values()]);
  return { ...state, deployment: { ...state.deployment, resources, pending_operations: undefined } };
}

/** Secret, version, reader policy and protection, as far as the state lacks them. */
function addSecret(
  { known, secret, declared }: Scene,
  { current, previous, lacks }: RecoveryPlan,
  place: BuildPlace,
  {
    add,
    provider,
  }: { readonly add: (resource: DeploymentResource) => DeploymentResource; readonly provider: string },
): void {
  if (!secret) return;
  const { current: version, policy } = secret.secret;
  const named = [current, secret.previous && previous].filter((endpoint) => endpoint !== undefined);
  const endpoints = named.map(({ generation }) => endpointUrn(place.component, generation));
  const held =
    known.secret ?? add(secretResource(place, secret.secret, secret.name, declared, { provider, endpoints }));
  const parts = [known.version, known.policy].filter((part) => part !== undefined);
  if (lacks.version && version)
    parts.push(add(versionResource(place, held, version, declared.region, endpoints)));
  if (lacks.policy && policy) parts.push(add(policyResource(place, held, policy, declared, endpoints)));
  if (known.protection) return;
  const urns = new Set([held.urn, ...parts.map(({ urn }) => urn)]);
  add(protectionResource(place, declared, [...urns]));
}

/** What the component returns; the outputs of the stack itself are the program's, and the next update fills them in. */
function fillOutputs(
  states: Map<string, DeploymentResource>,
  { declared: { environment, companyId }, secret }: Scene,
  { current }: RecoveryPlan,
  { component }: BuildPlace,
): void {
  const held = states.get(component);
  if (!held || !current || !secret || held.outputs?.webhookEndpointId === current.id) return;
  const outputs = {
    connectionSecretArn: secret.secret.arn,
    connectionSecretName: secret.name,
    webhookEndpointId: current.id,
    webhookUrl: callbackUrl(environment, companyId),
  };
  states.set(component, { ...held, outputs });
}

/** A resource that waits for its deletion shares its URN with its successor. */
function keyOf(resource: DeploymentResource): string {
  return resource.delete ? `${resource.urn} ${resource.id} to delete` : resource.urn;
}

/** The engine's own providers: those that the state has, else new ones. */
function providersFor(
  resources: readonly DeploymentResource[],
  place: BuildPlace,
  add: (resource: DeploymentResource) => DeploymentResource,
) {
  const refOf = (type: string, make: (place: BuildPlace) => DeploymentResource) => {
    const isDefault = ({ urn }: DeploymentResource) => /::default(?:_|$)/.test(urn);
    let found = resources.find((one) => one.type === type && isDefault(one) && !one.delete);
    return () => {
      found ??= add(make(place));
      return providerRef(found);
    };
  };
  return { aws: refOf(TYPES.aws, awsProvider), dynamic: refOf(TYPES.dynamic, dynamicProvider) };
}
