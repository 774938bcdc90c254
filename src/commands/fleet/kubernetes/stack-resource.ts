import { createHash } from "node:crypto";
import type { Environment } from "../../../environments";
import { groupBy } from "../select";

/** A key of a Kubernetes Secret in the namespace of the stacks. */
export interface SecretReference {
  /** `{name}` in it stands for the name of the stack's resource, so that each stack can have a Secret of its own. */
  readonly secret: string;
  readonly key: string;
}

/** What all resources have in common. */
export interface OperatorSettings {
  /** Name of the Pulumi project. */
  readonly project: string;
  /** `organization` on state backends of one's own; in Pulumi Cloud the organization's name. */
  readonly organization: string;
  /** URL that the operator clones. */
  readonly repository: string;
  /** Full hash; a branch would run every stack at each commit. */
  readonly commit: string;
  /** Folder of the project in the repository; empty for its top. */
  readonly repoDir: string;
  readonly backend: string;
  readonly image: string;
  readonly namespace?: string;
  readonly serviceAccount?: string;
  readonly gitSecret?: SecretReference;
  /** Variables of the environment, by name. */
  readonly envSecrets: Readonly<Record<string, SecretReference>>;
  /** Configuration values, by full key. */
  readonly configSecrets: Readonly<Record<string, SecretReference>>;
  /** Seconds between runs without a new commit, which repair drift; 0 for none. */
  readonly resyncSeconds: number;
}

/** A stack as its resource needs it. */
export interface OperatedStack {
  readonly stack: string;
  readonly environment: Environment;
  /** Undefined where the file names none. */
  readonly secretsProvider?: string;
  /** Stacks that have to have succeeded first. */
  readonly after: readonly string[];
}

/** Ephemeral storage that a workspace with its packages and plugins takes; without a request, nodes run full. */
const STORAGE = "3Gi";

/** The `Stack` resource of one stack. Pulumi Kubernetes Operator 2.9, `pulumi.com/v1`. */
export function stackResource(settings: OperatorSettings, operated: OperatedStack): Record<string, unknown> {
  const { stack, environment } = operated;
  return {
    apiVersion: "pulumi.com/v1",
    kind: "Stack",
    metadata: defined({
      name: resourceName(stack),
      namespace: settings.namespace,
      labels: {
        "app.kubernetes.io/managed-by": "plenigo-stripe",
        "plenigo-stripe/environment": environment,
      },
      annotations: { "plenigo-stripe/stack": stack },
    }),
    spec: defined({
      stack: `${settings.organization}/${settings.project}/${stack}`,
      ...sourceOf(settings),
      backend: settings.backend,
      secretsProvider: operated.secretsProvider,
      serviceAccountName: settings.serviceAccount,
      ...referencesOf(settings, resourceName(stack)),
      refresh: true,
      ...resyncOf(settings),
      prerequisites: someOf(operated.after.map((name) => ({ name: resourceName(name) }))),
      // Retain, the default, keeps an idle pod per stack for ever.
      workspaceReclaimPolicy: "Delete",
      // Said aloud: taking the resource away never takes a publisher's endpoint and secret away.
      destroyOnFinalize: false,
      workspaceTemplate: {
        spec: { image: settings.image, resources: { requests: { "ephemeral-storage": STORAGE } } },
      },
    }),
  };
}

function sourceOf({ repository, commit, repoDir, gitSecret }: OperatorSettings) {
  const gitAuth = gitSecret && { accessToken: reference(gitSecret, "") };
  return { projectRepo: repository, commit, repoDir: repoDir || undefined, gitAuth };
}

function referencesOf({ envSecrets, configSecrets }: OperatorSettings, name: string) {
  const all = (references: Readonly<Record<string, SecretReference>>) => {
    const entries = Object.entries(references).map(([key, target]) => [key, reference(target, name)]);
    return entries.length > 0 ? Object.fromEntries(entries) : undefined;
  };
  return { envRefs: all(envSecrets), secretsRef: all(configSecrets) };
}

function resyncOf({ resyncSeconds }: OperatorSettings) {
  if (resyncSeconds === 0) return {};
  return { continueResyncOnCommitMatch: true, resyncFrequencySeconds: resyncSeconds };
}

/** `Secret` is the one type that names nothing secret here; the operator refuses `Env` and `FS`. */
function reference({ secret, key }: SecretReference, name: string) {
  return { type: "Secret", secret: { name: secretNameFor(secret, name), key } };
}

/** Name of the Secret for the resource of a name. */
export function secretNameFor(secret: string, name: string): string {
  return secret.replaceAll("{name}", name);
}

function someOf<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length > 0 ? items : undefined;
}

function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Longest name that the operator takes. CRD of the Pulumi Kubernetes Operator 2.9: x-kubernetes-validations. */
export const LONGEST_NAME = 42;

const HASH_LENGTH = 8;

/**
 * Name of a stack's resource: `acme.stage` becomes `acme-stage`. The operator names a Service after it, so it has small
 * letters, digits and `-`, starts with a letter and has no dots; a long one is cut and ends in a hash of the stack's name.
 */
export function resourceName(stack: string): string {
  const plain = stack
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const name = /^[a-z]/.test(plain) ? plain : `stack-${plain}`.replace(/-$/, "");
  if (name.length <= LONGEST_NAME) return name;
  const hash = createHash("sha256").update(stack).digest("hex").slice(0, HASH_LENGTH);
  return `${name.slice(0, LONGEST_NAME - HASH_LENGTH - 1).replace(/-+$/, "")}-${hash}`;
}

/** Stacks whose resources would have one name, each group with that name. */
export function nameCollisions(stacks: readonly string[]): { name: string; stacks: string[] }[] {
  return [...groupBy(stacks, resourceName)].flatMap(([name, group]) =>
    group.length > 1 ? [{ name, stacks: group }] : [],
  );
}
