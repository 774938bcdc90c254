import { closest, distance } from "fastest-levenshtein";
import type { PreviousGeneration } from "../endpoint/endpoint-state";
import { isKnownEvent } from "../endpoint/known-events";
import { type Environment, factsOf, fullKeyOf, NAMESPACE } from "../environments";
import { seemsOfOtherAccount } from "../stripe/keys";
import { type ConfigFault, configError, fieldOf, firstFaults, removeRemedy, setRemedy } from "./faults";
import { AWS_FIELDS, type ConfigKey, FIELDS, isPlaceholder, readField } from "./fields";
import type { PassedValue } from "./passed-values";
import { environmentOf, RULES } from "./rules";
import { type ConfigSource, isOpaqueIn, isSet, type ReadValues } from "./source";

/** What a tenant's stack declares, read and checked. */
export interface StackConfig {
  readonly environment: Environment;
  /** plenigo company id of this environment, 20 letters and digits. */
  readonly companyId: string;
  /** `acct_…` */
  readonly stripeAccountId: string;
  /** For plenigo; missing, like the secret key, where the account is linked by Stripe Connect. */
  readonly stripePublishableKey?: string;
  /** For plenigo. Secret. */
  readonly stripeSecretKey?: string;
  /** Events beside the required ones. */
  readonly additionalEvents: readonly string[];
  /** API version of a new endpoint; missing means the account's default. */
  readonly apiVersion?: string;
  /** Shown in Stripe; up to 5,000 characters. */
  readonly description?: string;
  /** Number of the endpoint in use, from 1; raised by one to rotate the signing secret. */
  readonly signingSecretGeneration: number;
  /** What the endpoint of the generation before does during a rotation. */
  readonly previousGeneration?: PreviousGeneration;
  /** Existing endpoint to take over instead of making one, `we_…`. */
  readonly adoptEndpointId?: string;
  /** Its signing secret. Secret. */
  readonly adoptSigningSecret?: string;
  readonly kmsKeyId?: string;
  /** 0 or 7 to 30 days. */
  readonly recoveryWindowInDays: number;
  /** ARNs of IAM principals that may read the connection secret. */
  readonly secretReaders: readonly string[];
  /** Whether Pulumi protects the connection secret. */
  readonly protect: boolean;
  /** AWS region of the connection secret. */
  readonly region: string;
  /** AWS accounts that may hold the connection secret, 12 digits each. The AWS provider holds to it. */
  readonly allowedAccountIds?: readonly string[];
}

/** A checked configuration, and what a person should look at although it is valid. */
export interface CheckedStackConfig<Passed extends PassedValue = never> {
  /** Without the values that the program passes itself. */
  readonly config: Omit<StackConfig, Passed>;
  /** One line each, each with its remedy. */
  readonly warnings: readonly string[];
}

/**
 * Reads a stack's configuration and checks all of it.
 * @param passed required values that the program passes itself; the configuration must not hold them
 * @throws UserError `config-invalid`: every mistake at once, each with the command that fixes it; no value is repeated.
 */
export function readStackConfig<Passed extends PassedValue = never>(
  source: ConfigSource,
  passed: readonly Passed[] = [],
): CheckedStackConfig<Passed> {
  const { config, faults } = judgeStackConfig(source, passed);
  if (!config) throw configError(source.stack, faults);
  return { config, warnings: warningsOf(config) };
}

/**
 * Reads and checks all of a configuration; `config` is missing where there are faults. Values that are opaque, or that the
 * program passes itself, are undefined in it.
 */
export function judgeStackConfig(
  source: ConfigSource,
  passed: readonly PassedValue[] = [],
): {
  readonly config?: StackConfig;
  readonly faults: readonly ConfigFault[];
} {
  const faults = unknownKeys(source);
  const values: Partial<Record<ConfigKey, unknown>> = {};
  for (const key of [...Object.keys(FIELDS), ...Object.keys(AWS_FIELDS)] as ConfigKey[]) {
    const isPassed = passed.some((name) => name === key);
    const result = isPassed ? refusePassed(source, key) : readValue(source, key);
    if (Array.isArray(result)) faults.push(...result);
    else values[key] = result?.value;
  }
  const refused = new Set(faults.map(({ key }) => key));
  for (const rule of RULES) faults.push(...rule(values, source).filter(({ key }) => !refused.has(key)));
  const environment = environmentOf(values, source);
  return faults.length > 0 || !environment
    ? { faults }
    : { config: withDefaults(values, environment), faults };
}

/** Keys that every stack must set, by its file or by `Pulumi.yaml`. */
export const REQUIRED: readonly ConfigKey[] = [
  "companyId",
  "stripeAccountId",
  "aws:region",
  "aws:allowedAccountIds",
];

/** Keys that the templates hold; in others, angle brackets are a text like any other. */
const TEMPLATE_KEYS: readonly ConfigKey[] = [...REQUIRED, "stripePublishableKey"];

function readValue(source: ConfigSource, key: ConfigKey): { value: unknown } | ConfigFault[] | undefined {
  const fullKey = fullKeyOf(key);
  const raw = source.get(fullKey);
  const fault = (reason: string): ConfigFault[] => [{ key, reason, next: setRemedy(key) }];
  if (isOpaqueIn(source, fullKey)) return undefined;
  if (raw === undefined) return REQUIRED.includes(key) ? fault("is missing") : undefined;
  if (TEMPLATE_KEYS.includes(key) && isPlaceholder(raw)) return fault("still has the template's placeholder");
  const field = fieldOf(key);
  if (field.encrypted && !source.isEncrypted(fullKey))
    return fault("is stored in plain text; it must be encrypted");
  const read = readField(field, raw);
  return "fault" in read ? fault(read.fault) : read;
}

/** With one company in the stack's file and another one in the program it would not be clear which one is meant. */
function refusePassed(source: ConfigSource, key: ConfigKey): ConfigFault[] | undefined {
  if (!isSet(source, fullKeyOf(key))) return undefined;
  return [{ key, reason: "is passed by the program itself", next: removeRemedy(key) }];
}

/** A misspelt optional key would silently do nothing; a key of ours that we don't know is refused. */
function unknownKeys(source: ConfigSource): ConfigFault[] {
  const known = Object.keys(FIELDS);
  const ours = source.keys().filter((key) => key.startsWith(`${NAMESPACE}:`));
  const faults = ours
    .map((key) => key.slice(NAMESPACE.length + 1))
    .filter((key) => !known.includes(key))
    .map((key) => {
      const candidate = closest(key, known);
      const hint = distance(key, candidate) <= 3 ? `; did you mean ${candidate}?` : "";
      const next = removeRemedy(`${NAMESPACE}:${key}`);
      return { key, reason: `is not a key of plenigo-stripe${hint}`, next };
    });
  return firstFaults(faults, { whole: "the configuration" });
}

function withDefaults(values: ReadValues, environment: Environment): StackConfig {
  const read = <T>(key: ConfigKey) => values[key] as T;
  const facts = factsOf(environment);
  return {
    environment,
    companyId: read("companyId"),
    stripeAccountId: read("stripeAccountId"),
    stripePublishableKey: read("stripePublishableKey"),
    stripeSecretKey: read("stripeSecretKey"),
    additionalEvents: read<string[] | undefined>("additionalEvents") ?? [],
    apiVersion: read("apiVersion"),
    description: read("description"),
    signingSecretGeneration: read<number | undefined>("signingSecretGeneration") ?? 1,
    previousGeneration: read("previousGeneration"),
    adoptEndpointId: read("adoptEndpointId"),
    adoptSigningSecret: read("adoptSigningSecret"),
    kmsKeyId: read("kmsKeyId"),
    recoveryWindowInDays: read<number | undefined>("recoveryWindowInDays") ?? facts.recoveryWindowInDays,
    secretReaders: read<string[] | undefined>("secretReaders") ?? [],
    protect: read<boolean | undefined>("protect") ?? facts.protect,
    region: read("aws:region"),
    allowedAccountIds: read("aws:allowedAccountIds"),
  };
}

/** Unknown events that are warned of one by one. */
const MOST_WARNINGS = 10;

function warningsOf(config: StackConfig): string[] {
  const unknown = config.additionalEvents.filter((event) => !isKnownEvent(event));
  const warnings = unknown
    .slice(0, MOST_WARNINGS)
    .map(
      (event) =>
        `additionalEvents: ${event} is unknown to Stripe's SDK and passed on; check its spelling in Stripe's API reference.`,
    );
  if (unknown.length > MOST_WARNINGS)
    warnings.push(
      `additionalEvents: ${unknown.length - MOST_WARNINGS} more names are unknown to Stripe's SDK too.`,
    );
  if (
    config.stripePublishableKey &&
    config.stripeAccountId &&
    seemsOfOtherAccount(config.stripePublishableKey, config.stripeAccountId)
  ) {
    warnings.push(
      `stripePublishableKey seems to belong to another account than ${config.stripeAccountId}; compare it with the account's API keys in Stripe.`,
    );
  }
  return warnings;
}
