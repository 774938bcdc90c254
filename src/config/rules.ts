import { holdsSecret } from "../credential-forms";
import { isKnownEvent, suggestedEvent } from "../endpoint/known-events";
import { type Environment, environmentOfStackName, factsOf, fullKeyOf } from "../environments";
import { type KeyKind, keyForm, nameOfKind } from "../stripe/keys";
import { awsIsReached, foreignReadersNeedAKey, kmsKeyIsTheUsersOwn } from "./aws-rules";
import { type ConfigFault, firstFaults, removeRemedy, setRemedy } from "./faults";
import type { FieldName } from "./fields";
import { type ConfigSource, isOpaqueIn, isSet, type ReadValues } from "./source";

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
