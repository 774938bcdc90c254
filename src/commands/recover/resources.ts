import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { WholeSecret } from "../../aws/describe-secret";
import type { StackConfig } from "../../config/stack-config";
import { type EndpointOutputs, inputsOfState } from "../../endpoint/endpoint-state";
import { childUrn, type DeploymentResource, nameOfUrn, rootUrn, secretValue } from "../../engine/deployment";
import type { ConfigValue } from "../../engine/pulumi-stack";
import { readerPolicy } from "../../secret/reader-policy";
import { TYPES } from "./known-state";

/** The stack that resources are built for. */
export interface BuildPlace {
  readonly stack: string;
  readonly project: string;
  /** URN of the component. */
  readonly component: string;
  /** The whole configuration, decrypted. */
  readonly config: Readonly<Record<string, ConfigValue>>;
  /** Version of `@pulumi/aws` that the program uses. */
  readonly awsVersion: string;
  /** The serialized provider, as Pulumi stores it. */
  readonly shim: string;
}

/** The stack itself, the parent of all. */
export function stackResource({ stack, project }: Pick<BuildPlace, "stack" | "project">): DeploymentResource {
  return { urn: stackUrn(stack, project), custom: false, type: TYPES.stack };
}

/** URN of the stack itself. */
export function stackUrn(stack: string, project: string): string {
  return rootUrn(stack, project, TYPES.stack, `${project}-${stack}`);
}

/** The engine's own AWS provider: what the stack configures for it. */
export function awsProvider({ stack, project, config, awsVersion }: BuildPlace): DeploymentResource {
  const own = Object.entries(config).filter(([key]) => key.startsWith("aws:"));
  const settings = Object.fromEntries(own.map(([key, value]) => [key.slice("aws:".length), stored(value)]));
  const outputs = { ...settings, version: awsVersion };
  const urn = rootUrn(stack, project, TYPES.aws, `default_${awsVersion.replace(/[^0-9A-Za-z]/g, "_")}`);
  return {
    urn,
    custom: true,
    id: randomUUID(),
    type: TYPES.aws,
    inputs: { __internal: {}, ...outputs },
    outputs,
  };
}

/** The engine's own provider of dynamic resources: it gets the whole configuration, the managing key among it. */
export function dynamicProvider({ stack, project, config }: BuildPlace): DeploymentResource {
  const settings = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, stored(value)]));
  const urn = rootUrn(stack, project, TYPES.dynamic, "default");
  return { urn, custom: true, id: randomUUID(), type: TYPES.dynamic, inputs: settings, outputs: settings };
}

function stored({ value, secret }: ConfigValue): unknown {
  return secret ? secretValue(value) : value;
}

/** How a resource refers to its provider. */
export function providerRef({ urn, id }: DeploymentResource): string {
  return `${urn}::${id}`;
}

/** The endpoint of a generation. Its inputs are what a refresh leaves. */
export function endpointResource(
  place: BuildPlace,
  id: string,
  state: EndpointOutputs,
  provider: string,
): DeploymentResource {
  const common = { __provider: place.shim, signingSecret: secretValue(state.signingSecret) };
  return {
    urn: endpointUrn(place.component, state.generation),
    custom: true,
    id,
    type: TYPES.endpoint,
    inputs: { ...inputsOfState(state), ...common },
    outputs: { ...state, ...common },
    parent: place.component,
    provider,
    additionalSecretOutputs: ["signingSecret"],
  };
}

/** URN of the endpoint of a generation. */
export function endpointUrn(component: string, generation: number): string {
  return childUrn(component, TYPES.endpoint, `${nameOfUrn(component)}-generation-${generation}`);
}

/** The connection secret. What AWS does not tell is as declared. */
export function secretResource(
  { component }: BuildPlace,
  { arn, description, tags, kmsKeyId, policy = "" }: WholeSecret,
  name: string,
  declared: StackConfig,
  { provider, endpoints }: { readonly provider: string; readonly endpoints: readonly string[] },
): DeploymentResource {
  const { recoveryWindowInDays, region } = declared;
  const hook = (purpose: string) => [`${nameOfUrn(component)}-${purpose}`];
  const settings = { description, forceOverwriteReplicaSecret: false, name, recoveryWindowInDays, tags };
  return {
    urn: childUrn(component, TYPES.secret, `${nameOfUrn(component)}-secret`),
    custom: true,
    id: arn,
    type: TYPES.secret,
    inputs: {
      __defaults: ["forceOverwriteReplicaSecret"],
      ...settings,
      ...(declared.kmsKeyId && { kmsKeyId: kmsKeyId ?? declared.kmsKeyId }),
      ...(declared.secretReaders.length === 0 && { policy: "{}" }),
    },
    outputs: {
      ...settings,
      arn,
      kmsKeyId: kmsKeyId ?? "",
      namePrefix: "",
      policy,
      region,
      replicas: [],
      tagsAll: tags,
    },
    parent: component,
    ...(declared.protect && { protect: true }),
    ...(endpoints.length > 0 && { dependencies: endpoints }),
    provider,
    resourceHooks: {
      BeforeCreate: hook("clear-scheduled-deletion"),
      BeforeUpdate: hook("return-to-default-key"),
    },
  };
}

/** The version of the connection secret that carries AWSCURRENT. */
export function versionResource(
  { component }: BuildPlace,
  secret: DeploymentResource,
  { id, text }: { readonly id: string; readonly text: string },
  region: string,
  endpoints: readonly string[],
): DeploymentResource {
  const arn = secret.id ?? "";
  const settings = { secretId: arn, secretString: secretValue(text), versionStages: ["AWSCURRENT"] };
  return {
    urn: childUrn(component, TYPES.version, `${nameOfUrn(component)}-secret-version`),
    custom: true,
    id: `${arn}|${id}`,
    type: TYPES.version,
    inputs: { __defaults: [], ...settings },
    outputs: {
      ...settings,
      arn,
      hasSecretStringWo: false,
      region,
      secretArn: arn,
      secretBinary: secretValue(""),
      versionId: id,
    },
    parent: component,
    dependencies: [...endpoints, secret.urn],
    provider: secret.provider,
    propertyDependencies: {
      secretId: [secret.urn],
      secretString: endpoints,
    },
    additionalSecretOutputs: ["secretBinary", "secretString", "secretStringWo"],
    retainOnDelete: true,
  };
}

/** The reader policy as AWS has it. */
export function policyResource(
  { component }: BuildPlace,
  secret: DeploymentResource,
  found: string,
  { region, secretReaders }: Pick<StackConfig, "region" | "secretReaders">,
  endpoints: readonly string[],
): DeploymentResource {
  // AWS keeps the meaning, not the text.
  const declared = readerPolicy(secretReaders);
  const policy = isSameDocument(found, declared) ? declared : found;
  const settings = { blockPublicPolicy: true, policy, secretArn: secret.id };
  return {
    urn: childUrn(component, TYPES.policy, `${nameOfUrn(component)}-secret-policy`),
    custom: true,
    id: secret.id,
    type: TYPES.policy,
    inputs: { __defaults: [], ...settings },
    outputs: { ...settings, region },
    parent: component,
    dependencies: [...endpoints, secret.urn],
    provider: secret.provider,
    propertyDependencies: { secretArn: [secret.urn] },
  };
}

/** What keeps a destroy from a protected connection: it depends on all of it. */
export function protectionResource(
  { component }: BuildPlace,
  { protect }: Pick<StackConfig, "protect">,
  dependencies: readonly string[],
): DeploymentResource {
  return {
    urn: childUrn(component, TYPES.protection, `${nameOfUrn(component)}-protection`),
    custom: false,
    type: TYPES.protection,
    parent: component,
    ...(protect && { protect: true }),
    dependencies,
  };
}

function isSameDocument(one: string, other: string): boolean {
  return isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
}
