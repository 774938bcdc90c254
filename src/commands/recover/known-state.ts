import { ENDPOINT_TYPE } from "../../endpoint/shim";
import { type DeploymentResource, type ExportedState, nameOfUrn, plainValue } from "../../engine/deployment";

/** Types of what a connection is made of, as Pulumi's state names them. */
export const TYPES = {
  component: "plenigo-stripe:index:PlenigoStripeConnection",
  endpoint: ENDPOINT_TYPE,
  secret: "aws:secretsmanager/secret:Secret",
  version: "aws:secretsmanager/secretVersion:SecretVersion",
  policy: "aws:secretsmanager/secretPolicy:SecretPolicy",
  protection: "plenigo-stripe:index:ConnectionProtection",
  aws: "pulumi:providers:aws",
  dynamic: "pulumi:providers:pulumi-nodejs",
  stack: "pulumi:pulumi:Stack",
} as const;

/** What a state knows of a stack's connection. */
export interface KnownState {
  readonly resources: readonly DeploymentResource[];
  /** URN of the component; undefined where neither the state nor what was under way knows it. */
  readonly component?: string;
  readonly endpoints: readonly DeploymentResource[];
  readonly secret?: DeploymentResource;
  readonly version?: DeploymentResource;
  readonly policy?: DeploymentResource;
  readonly protection?: DeploymentResource;
  /** What was under way when the engine ended. */
  readonly pending: readonly { readonly type: string; readonly name: string }[];
}

/**
 * Finds the connection in a state. Other resources of the same types may belong to the user's own program: a secret is
 * ours by its name, and the others by the component that is their parent.
 */
export function knownState({ deployment }: ExportedState, secretName: string): KnownState {
  const resources = deployment.resources ?? [];
  const operations = deployment.pending_operations ?? [];
  const component = componentIn([...resources, ...operations.map(({ resource }) => resource)], secretName);
  const isOurs = (type: string) => (resource: DeploymentResource) =>
    resource.type === type && resource.parent === component && !resource.delete;
  return {
    resources,
    component,
    endpoints: resources.filter(isOurs(TYPES.endpoint)),
    secret: resources.find(isOurs(TYPES.secret)),
    version: resources.find(isOurs(TYPES.version)),
    policy: resources.find(isOurs(TYPES.policy)),
    protection: resources.find(isOurs(TYPES.protection)),
    pending: operations.map(({ type, resource }) => ({ type, name: nameOfUrn(resource.urn) })),
  };
}

function componentIn(resources: readonly DeploymentResource[], secretName: string): string | undefined {
  const named = resources.find(({ type, inputs }) => type === TYPES.secret && inputs?.name === secretName);
  if (named?.parent?.includes(TYPES.component)) return named.parent;
  const own = resources.find(({ type }) => type === TYPES.component);
  return own?.urn ?? resources.find(({ type }) => type === TYPES.endpoint)?.parent;
}

/** The signing secret that the state holds of an endpoint; empty where it holds none. */
export function signingSecretOf({ outputs, inputs }: DeploymentResource): string {
  return String(plainValue(outputs?.signingSecret) || plainValue(inputs?.signingSecret) || "");
}
