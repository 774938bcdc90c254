import { holdsSecret } from "../credential-forms";
import { isKnownEvent, suggestedEvent } from "../endpoint/known-events";
import { type Environment, environmentOfStackName, factsOf, fullKeyOf } from "../environments";
import { type KeyKind, keyForm, nameOfKind } from "../stripe/keys";
import { type ConfigFault, firstFaults, removeRemedy, setRemedy } from "./faults";
import type { ConfigKey, FieldName } from "./fields";
import { type ConfigSource, isOpaqueIn, isSet } from "./source";

/** Values that have the right form so far, by short key; what was refused is missing. */
export type ReadValues = Readonly<Partial<Record<ConfigKey, unknown>>>;

/** A rule between several values, or between a value and the stack. Looks only at what was read. */
export type ConfigRule = (values: ReadValues, source: ConfigSource) => ConfigFault[];

const STRIPE_KEYS: readonly { key: FieldName; kinds: readonly KeyKind[]; wanted: string }[] = [
  { key: "stripePublishableKey", kinds: ["publishable"], wanted: "publishable" },
  { key: "stripeSecretKey", kinds: ["secret", "restricted"], wanted: "secret or restricted" },
  { key: "stripeDeployKey", kinds: ["secret", "restricted"], wanted: "secret or restricted" },
];

/** Environment of the stack: from its name, else from the key `environment`. */
export function environmentOf(values: ReadValues, source: ConfigSource): Environment | undefined {
  return environmentOfStackName(source.stack) ?? (values.environment as Environment | undefined);
}

function environmentIsClear(values: ReadValues, source: ConfigSource): ConfigFault[] {
  const named = environmentOfStackName(source.stack);
  const declared = values.environment as Environment | undefined;
  if (!named && !declared && !isOpaqueIn(source, fullKeyOf("environment"))) {
    const reason = `is missing: the stack's name ends in neither "stage" nor "live"`;
    return [{ key: "environment", reason, next: setRemedy("environment") }];
  }
  if (named && declared && named !== declared) {
    const reason = `is ${declared}, but the stack's name says ${named}`;
    return [{ key: "environment", reason, next: removeRemedy("environment") }];
  }
  return [];
}

function keysFitTheEnvironment(values: ReadValues, source: ConfigSource): ConfigFault[] {
  const environment = environmentOf(values, source);
  return STRIPE_KEYS.flatMap(({ key, kinds, wanted }) => {
    const value = values[key];
    if (typeof value !== "string") return [];
    const { kind, mode } = keyForm(value);
    const fault = (reason: string) => [{ key, reason, next: setRemedy(key) }];
    if (kind === "organization")
      return fault(`is ${nameOfKind(kind)}; plenigo needs the account's own ${wanted} key`);
    if (!kinds.includes(kind)) return fault(`is ${nameOfKind(kind)}; a ${wanted} key is needed`);
    if (!environment || mode === factsOf(environment).mode) return [];
    return fault(
      `is a ${mode} key, but this stack is ${environment} (Stripe ${factsOf(environment).mode} mode)`,
    );
  });
}

function keysCanManage(_values: ReadValues, source: ConfigSource): ConfigFault[] {
  const has = (key: FieldName) => isSet(source, fullKeyOf(key));
  if (has("stripePublishableKey") !== has("stripeSecretKey")) {
    const key = has("stripeSecretKey") ? "stripePublishableKey" : "stripeSecretKey";
    return [
      {
        key,
        reason: "is missing: plenigo needs both keys, or none (Stripe Connect)",
        next: setRemedy(key),
      },
    ];
  }
  const hasOther = source.env === undefined || Boolean(source.env.STRIPE_API_KEY?.trim());
  if (has("stripeSecretKey") || has("stripeDeployKey") || hasOther) return [];
  return (["stripePublishableKey", "stripeSecretKey"] as const).map((key) => ({
    key,
    reason: "is missing (an account linked by Stripe Connect has neither key, but needs stripeDeployKey)",
    next: setRemedy(key),
  }));
}

function additionalEventsAreNames(values: ReadValues): ConfigFault[] {
  const events = (values.additionalEvents ?? []) as readonly string[];
  const faults = events.flatMap((event, index) => {
    const next = setRemedy("additionalEvents", index);
    const fault = (reason: string) => [{ key: `additionalEvents[${index}]`, reason, next }];
    if (event === "*") return fault("is `*`: name the events, plenigo does not expect all of them");
    if (isKnownEvent(event)) return [];
    if (!/^[a-z0-9_]+(\.[a-z0-9_]+)+$/.test(event))
      return fault("is not an event name (like charge.refunded)");
    const suggestion = suggestedEvent(event);
    if (!suggestion) return [];
    return fault(`is wrong: \`${event}\` is not an event of Stripe; did you mean \`${suggestion}\`?`);
  });
  return firstFaults(faults, { key: "additionalEvents" });
}

/** A policy of the default KMS key can't be opened for other accounts. AWS: Secrets Manager, auth-and-access_examples_cross. */
function foreignReadersNeedAKey(values: ReadValues, source: ConfigSource): ConfigFault[] {
  const readers = (values.secretReaders ?? []) as readonly string[];
  const accounts = values["aws:allowedAccountIds"] as readonly string[] | undefined;
  if (isSet(source, fullKeyOf("kmsKeyId")) || !accounts) return [];
  const foreign = readers.filter((reader) => !accounts.includes(reader.split(":")[4] ?? ""));
  if (foreign.length === 0) return [];
  const reason = `is missing: ${shortList(foreign)} of another AWS account can't use the default key`;
  return [{ key: "kmsKeyId", reason, next: setRemedy("kmsKeyId") }];
}

/** AWS names its own key nowhere: declared by its alias it would differ at each run. AWS: API_DescribeSecret, KmsKeyId. */
function kmsKeyIsTheUsersOwn({ kmsKeyId }: ReadValues): ConfigFault[] {
  if (!/(^|:)alias\/aws\//.test(String(kmsKeyId))) return [];
  const reason =
    "is an alias of a key of AWS itself; its own key for secrets is used where kmsKeyId is not set, and a reader of another account needs a key of yours";
  return [{ key: "kmsKeyId", reason, next: removeRemedy("kmsKeyId") }];
}

function shortList(names: readonly string[]): string {
  const rest = names.length - 3;
  return `${names.slice(0, 3).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function adoptionIsWhole(_values: ReadValues, source: ConfigSource): ConfigFault[] {
  const keys = ["adoptEndpointId", "adoptSigningSecret"] as const;
  const missing = keys.filter((key) => !isSet(source, fullKeyOf(key)));
  if (missing.length !== 1) return [];
  return missing.map((key) => ({
    key,
    reason: "is missing: an endpoint is adopted by its id and its signing secret together",
    next: setRemedy(key),
  }));
}

function previousGenerationExists(values: ReadValues, source: ConfigSource): ConfigFault[] {
  const previous = values.previousGeneration;
  const isKnown = !isOpaqueIn(source, fullKeyOf("signingSecretGeneration"));
  const isFirst = isKnown && (values.signingSecretGeneration ?? 1) === 1;
  if (!isFirst || previous === undefined || previous === "removed") return [];
  const reason = `is ${previous}, but signingSecretGeneration is 1: nothing came before it`;
  return [{ key: "previousGeneration", reason, next: removeRemedy("previousGeneration") }];
}

/** Keys that take nearly any text; what they hold is shown in previews and sent to Stripe or AWS. */
const FREE_TEXTS = ["description", "kmsKeyId", "secretReaders"] as const satisfies readonly FieldName[];

function freeTextsHoldNoSecret(values: ReadValues): ConfigFault[] {
  return FREE_TEXTS.filter((key) => holdsSecret(String(values[key]))).map((key) => ({
    key,
    reason: "holds a Stripe key or signing secret, and everyone would see it",
    next: setRemedy(key),
  }));
}

const LOOPBACK = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/;

/** Secrets go where these keys say: to AWS, or to an emulator on this machine. */
function awsIsReached(_values: ReadValues, source: ConfigSource): ConfigFault[] {
  const addresses = addressesIn(source.get("aws:endpoints"));
  const isEmulated = addresses.length > 0 && addresses.every((address) => LOOPBACK.test(address));
  if (isEmulated) return [];
  const fault = (key: string, reason: string): ConfigFault => ({
    key,
    reason,
    next: removeRemedy(key),
  });
  const skips = source
    .keys()
    .filter((key) => /^aws:(skip|insecure$)/.test(key) && source.get(key) !== "false");
  return [
    ...(isSet(source, "aws:endpoints")
      ? [fault("aws:endpoints", "is refused: secrets would be sent to another address than AWS's own")]
      : []),
    ...skips.map((key) => fault(key, "is refused: what AWS proves would not be looked at")),
  ];
}

/** Addresses in `aws:endpoints`, a list of maps from service to address; what has another form counts as an address. */
function addressesIn(text: string | undefined): string[] {
  if (text === undefined) return [];
  try {
    const maps: unknown = JSON.parse(text);
    return (Array.isArray(maps) ? maps : [maps]).flatMap((map) => Object.values(map ?? {}).map(String));
  } catch {
    return [text];
  }
}

/** All rules that look at more than the form of one value. */
export const RULES: readonly ConfigRule[] = [
  environmentIsClear,
  keysFitTheEnvironment,
  keysCanManage,
  additionalEventsAreNames,
  foreignReadersNeedAKey,
  kmsKeyIsTheUsersOwn,
  adoptionIsWhole,
  previousGenerationExists,
  freeTextsHoldNoSecret,
  awsIsReached,
];
