import { join } from "node:path";
import { parse } from "yaml";
import { type AwsPlace, awsPlaceOf } from "../aws/place";
import { type Environment, environmentOfStackName } from "../environments";
import { messageOf } from "../errors";
import type { ConfigFault } from "./faults";
import { isPlaceholder } from "./fields";
import { type Project, readYaml, type StackFilePath } from "./project";
import { type ConfigSource, NAMESPACE } from "./source";
import { judgeStackConfig, type StackConfig } from "./stack-config";

/** A stack as its file declares it, read without the engine and without decrypting anything. */
export interface StackFile extends StackFilePath {
  /** Publisher; null for the stacks `stage` and `live` of a project with one tenant. */
  readonly tenant: string | null;
  /** Missing where neither the name nor the file says it. */
  readonly environment?: Environment;
  /** Whether values of the template still have to be replaced. */
  readonly isTemplate: boolean;
  /** The plain part; missing where the file has faults. Encrypted values are undefined. */
  readonly config?: Partial<StackConfig>;
  /** Where the stack's secrets lie, and with whose credentials; missing where the file can't be read. */
  readonly place?: AwsPlace;
  /** Full keys whose values are encrypted. */
  readonly encrypted: readonly string[];
  /** Where the key lies that decrypts the values (`awskms://…`); missing with a passphrase. */
  readonly secretsProvider?: string;
  /** Mistakes that can be seen without decrypting. */
  readonly faults: readonly ConfigFault[];
}

/** Reads a stack's file. A file that can't be read is one with a fault, so that it hides no other one. */
export function readStackFile(project: Project, { stack, file }: StackFilePath): StackFile {
  const named = { stack, file, tenant: tenantOf(stack), environment: environmentOfStackName(stack) };
  let values: Record<string, unknown>;
  let secretsProvider: string | undefined;
  try {
    const content = readYaml(join(project.folder, file));
    const { secretsprovider } = content;
    if (typeof secretsprovider === "string" && secretsprovider) secretsProvider = secretsprovider;
    values = valuesIn(content, project.name);
  } catch (error) {
    const fault = { key: file, reason: `can't be read: ${messageOf(error)}`, next: `edit ${file}` };
    return { ...named, isTemplate: false, encrypted: [], faults: [fault] };
  }
  const source = sourceOf(project, stack, values);
  const { config, faults } = judgeStackConfig(source);
  return {
    ...named,
    environment: config?.environment ?? named.environment ?? environmentIn(values),
    isTemplate: holdsPlaceholder(values),
    config,
    place: awsPlaceOf(source.get, source.isOpaque),
    encrypted: Object.keys(values).filter((key) => isOpaque(values[key])),
    ...(secretsProvider && { secretsProvider }),
    faults,
  };
}

/**
 * The values of a stack's file by full key, as they are written: encrypted ones are `{ secure: … }`.
 * @throws Error when the file is none that Pulumi could read
 */
export function declaredValues(project: Project, file: string): Record<string, unknown> {
  return valuesIn(readYaml(join(project.folder, file)), project.name);
}

function valuesIn({ config = {} }: Record<string, unknown>, project: string): Record<string, unknown> {
  if (typeof config !== "object" || config === null || Array.isArray(config))
    throw new Error("config is no map");
  return namespaced(config as Record<string, unknown>, project);
}

/** Whether the text of a stack file still holds values of the template; false for one that can't be read. */
export function isTemplateText(text: string): boolean {
  try {
    return holdsPlaceholder(parse(text)?.config ?? {});
  } catch {
    // What can't be read was no template of ours.
    return false;
  }
}

function holdsPlaceholder(values: Readonly<Record<string, unknown>>): boolean {
  return Object.values(values).some((value) => isPlaceholder(textOf(value)));
}

/** Publisher that a stack's name says: all but the environment at its end; null for `stage` and `live`. */
export function tenantOf(stack: string): string | null {
  const environment = environmentOfStackName(stack);
  if (environment === undefined) return stack;
  return stack === environment ? null : stack.slice(0, -environment.length - 1);
}

/** Keys without a namespace belong to the project. Pulumi: pulumi.com/docs/iac/concepts/config */
function namespaced(config: Record<string, unknown>, project: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.includes(":") ? key : `${project}:${key}`, value]),
  );
}

function sourceOf(project: Project, stack: string, values: Record<string, unknown>): ConfigSource {
  return {
    stack,
    project: project.name,
    // Which key manages the endpoint is not the file's business alone: a pipeline may bring its own.
    env: { STRIPE_API_KEY: "set where the stack is updated" },
    get: (key) => (values[key] === undefined || values[key] === null ? undefined : textOf(values[key])),
    isEncrypted: (key) => isOpaque(values[key]),
    isOpaque: (key) => isOpaque(values[key]),
    keys: () => Object.keys(values),
  };
}

function environmentIn(values: Record<string, unknown>): Environment | undefined {
  return environmentOfStackName(String(values[`${NAMESPACE}:environment`] ?? ""));
}

/** As Pulumi hands values to a program: structured ones as JSON. */
export function textOf(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Whether a value, or a part of it, is encrypted: `{ secure: … }`. */
export function isOpaque(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if ("secure" in value) return true;
  return Object.values(value).some(isOpaque);
}
