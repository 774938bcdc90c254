import { join } from "node:path";
import { type AwsPlace, awsPlaceOf } from "../aws/place";
import { type Environment, environmentOfStackName, fullKeyOf, NAMESPACE } from "../environments";
import { messageOf } from "../errors";
import { explain, type Remedy } from "../remedies";
import type { ConfigFault } from "./faults";
import { AWS_FIELDS, FIELDS, isPlaceholder } from "./fields";
import { namespaced, type Project, type StackFilePath } from "./project";
import type { ConfigSource } from "./source";
import { judgeStackConfig, REQUIRED, type StackConfig } from "./stack-config";
import { stackNameFault } from "./stack-name";
import { readYamlMap, yamlMapOf } from "./yaml-file";

/** A stack as its file declares it, read without the engine and without decrypting anything. */
export interface StackFile extends StackFilePath {
  /** Publisher; null for the stacks `stage` and `live` of a project with one tenant. */
  readonly tenant: string | null;
  /** Missing where neither the name nor the file says it. */
  readonly environment?: Environment;
  /** Whether required values of the template still have to be replaced: nothing can be provisioned by it yet. */
  readonly isTemplate: boolean;
  /** The plain part; missing where the file has faults. Encrypted values are undefined. */
  readonly config?: Partial<StackConfig>;
  /** Where the stack's secrets lie, and with whose credentials; missing where the file can't be read. */
  readonly place?: AwsPlace;
  /** Full keys whose values are encrypted. */
  readonly encrypted: readonly string[];
  /** Keys, as `ConfigKey` names them, that an environment of Pulumi ESC may set, which only the engine can open; none: missing. */
  readonly unseen?: readonly string[];
  /** Where the key lies that decrypts the values (`awskms://…`); missing with a passphrase. */
  readonly secretsProvider?: string;
  /** Mistakes that can be seen without decrypting. */
  readonly faults: readonly ConfigFault[];
}

/** Reads a stack's file. A file that can't be read is one with a fault, so that it hides no other one. */
export function readStackFile(project: Project, { stack, file }: StackFilePath): StackFile {
  const named = { stack, file, tenant: tenantOf(stack), environment: environmentOfStackName(stack) };
  const faulty = (reason: string, next: Remedy): StackFile => {
    return { ...named, isTemplate: false, encrypted: [], faults: [{ whole: file, reason, next }] };
  };
  const nameFault = stackNameFault(stack);
  if (nameFault) return faulty(nameFault, explain("rename the file"));
  try {
    return contentOf(project, named, readYamlMap(join(project.folder, file)));
  } catch (error) {
    return faulty(`can't be used: ${messageOf(error)}`, explain(`edit ${file}`));
  }
}

function contentOf(
  project: Project,
  named: StackFilePath & Pick<StackFile, "tenant" | "environment">,
  content: Record<string, unknown>,
): StackFile {
  const { secretsprovider: provider } = content;
  const values = valuesIn(content, project);
  const unseen = unseenKeys(content, values);
  const source = sourceOf(named.stack, values, unseen);
  const { config, faults } = judgeStackConfig(source);
  return {
    ...named,
    environment: config?.environment ?? named.environment ?? environmentIn(values),
    isTemplate: isTemplate(values),
    config,
    place: awsPlaceOf(source.get, source.isOpaque),
    encrypted: Object.keys(values).filter((key) => isOpaque(values[key])),
    ...(unseen.length > 0 && { unseen }),
    ...(typeof provider === "string" && provider && { secretsProvider: provider }),
    faults,
  };
}

/** With an environment of Pulumi ESC, what the file does not say may still be set. pulumi.com/docs/esc */
function unseenKeys(
  { environment }: Readonly<Record<string, unknown>>,
  values: Readonly<Record<string, unknown>>,
): string[] {
  const isEmpty =
    typeof environment !== "object" || environment === null || Object.keys(environment).length === 0;
  if (isEmpty) return [];
  return [...Object.keys(FIELDS), ...Object.keys(AWS_FIELDS)].filter(
    (key) => values[fullKeyOf(key)] === undefined,
  );
}

/**
 * The values of a stack by full key, as its file or else `Pulumi.yaml` has them: encrypted ones are `{ secure: … }`.
 * @throws Error when the file can't be read
 */
export function declaredValues(project: Project, file: string): Record<string, unknown> {
  return valuesIn(readYamlMap(join(project.folder, file)), project);
}

function valuesIn({ config }: Record<string, unknown>, { name, values }: Project): Record<string, unknown> {
  if (typeof (config ?? {}) !== "object" || Array.isArray(config)) throw new Error("config is not a map");
  const own = Object.entries(namespaced((config ?? {}) as Record<string, unknown>, name));
  return { ...values, ...Object.fromEntries(own.filter(([, value]) => value !== null)) };
}

/** Whether the text of a stack file still holds values of the template; false for one that can't be read. */
export function isTemplateText(text: string, project: Project): boolean {
  try {
    return isTemplate(valuesIn(yamlMapOf(text), project));
  } catch {
    // What can't be read was not a template of ours.
    return false;
  }
}

/** An optional value in angle brackets is a text like any other. */
function isTemplate(values: Readonly<Record<string, unknown>>): boolean {
  return REQUIRED.some((key) => isPlaceholder(textOf(values[fullKeyOf(key)] ?? "")));
}

/** Publisher that a stack's name says: all but the environment at its end; null for `stage` and `live`. */
export function tenantOf(stack: string): string | null {
  const environment = environmentOfStackName(stack);
  if (environment === undefined) return stack;
  return stack === environment ? null : stack.slice(0, -environment.length - 1);
}

function sourceOf(
  stack: string,
  values: Readonly<Record<string, unknown>>,
  unseen: readonly string[],
): ConfigSource {
  const hidden = new Set(unseen.map(fullKeyOf));
  return {
    stack,
    get: (key) => (values[key] === undefined || isOpaque(values[key]) ? undefined : textOf(values[key])),
    isEncrypted: (key) => isOpaque(values[key]),
    isOpaque: (key) => hidden.has(key) || isOpaque(values[key]),
    keys: () => Object.keys(values),
  };
}

function environmentIn(values: Record<string, unknown>): Environment | undefined {
  return environmentOfStackName(textOf(values[`${NAMESPACE}:environment`] ?? ""));
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

/** Where a stack's file says that its secrets lie, and with whose credentials. @throws Error when it can't be read */
export function awsPlaceOfFile(project: Project, file: string): AwsPlace {
  const values = declaredValues(project, file);
  const get = (key: string) =>
    values[key] === undefined || values[key] === null ? undefined : textOf(values[key]);
  return awsPlaceOf(get, (key) => isOpaque(values[key]));
}
