/** A resource as Pulumi's state holds it. Pulumi: sdk/go/common/apitype/core.go, ResourceV3. */
export interface DeploymentResource {
  readonly urn: string;
  readonly type: string;
  /** False for components and the stack itself. */
  readonly custom: boolean;
  readonly id?: string;
  readonly parent?: string;
  /** URN and id of the provider, joined by `::`. */
  readonly provider?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  /** It was replaced, and is deleted by the next update. */
  readonly delete?: boolean;
  readonly [other: string]: unknown;
}

/** What `pulumi stack export` prints and `pulumi stack import` takes. */
export interface ExportedState {
  readonly version: number;
  readonly deployment: {
    readonly resources?: readonly DeploymentResource[];
    readonly pending_operations?: readonly {
      readonly type: string;
      readonly resource: DeploymentResource;
    }[];
    readonly [other: string]: unknown;
  };
  readonly [other: string]: unknown;
}

/** Key under which Pulumi's state marks a secret, and its value. Pulumi: sdk/go/common/resource/properties.go */
const SIGNATURE = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** A value in the form of a secret of Pulumi's state; an import encrypts it. */
export function secretValue(value: unknown): object {
  return { ...SIGNATURE, plaintext: JSON.stringify(value) };
}

/** Whether a value of Pulumi's state is marked as a secret; its text is there in a state that was exported in plain text. */
export function isSecretValue(value: unknown): value is { readonly plaintext?: string } {
  return typeof value === "object" && value !== null && Object.keys(SIGNATURE).every((key) => key in value);
}

/** The value of a state that was exported in plain text, a secret unwrapped. */
export function plainValue(value: unknown): unknown {
  return isSecretValue(value) ? JSON.parse(value.plaintext as string) : value;
}

/** The name at a URN's end. */
export function nameOfUrn(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

/** URN of a resource below a component. */
export function childUrn(parent: string, type: string, name: string): string {
  const [stack, project, parentType] = parent.split("::");
  return [stack, project, `${parentType}$${type}`, name].join("::");
}

/** URN of a resource that has no parent, or the stack itself. */
export function rootUrn(stack: string, project: string, type: string, name: string): string {
  return `urn:pulumi:${stack}::${project}::${type}::${name}`;
}

/** Pulumi wants each resource after those that it needs; else the order stays as it is. */
export function inDependencyOrder(resources: readonly DeploymentResource[]): DeploymentResource[] {
  const byUrn = new Map(resources.filter((one) => !one.delete).map((one) => [one.urn, one]));
  const ordered = new Set<DeploymentResource>();
  const visiting = new Set<DeploymentResource>();
  const visit = (resource: DeploymentResource) => {
    if (ordered.has(resource) || visiting.has(resource)) return;
    visiting.add(resource);
    for (const urn of needsOf(resource)) {
      const needed = byUrn.get(urn);
      if (needed) visit(needed);
    }
    ordered.add(resource);
  };
  for (const resource of resources) visit(resource);
  return [...ordered];
}

function needsOf({
  parent,
  provider,
  dependencies = [],
  propertyDependencies,
}: DeploymentResource): string[] {
  const ofProperties = Object.values(propertyDependencies ?? {}).flatMap((urns) => urns ?? []);
  const ofProvider = provider?.split("::").slice(0, -1).join("::");
  return [parent, ofProvider, ...dependencies, ...ofProperties].filter((urn) => urn !== undefined);
}
