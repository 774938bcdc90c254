import { AWS_FIELDS, AWS_MAX_RETRIES, type ConfigKey, FIELDS } from "../../config/fields";
import type { Interview } from "./interview";
import { isEncryptedKey } from "./judge";
import type { Values } from "./place";

/** What is going to be written: only what differs from what is there. */
export interface SetupPlan {
  readonly makesStack: boolean;
  /** By full key; lists are lists. */
  readonly plain: Readonly<Record<string, unknown>>;
  /** By full key. Secret. */
  readonly encrypted: Values;
  /** Full keys. */
  readonly removed: readonly string[];
}

/** Compares the interview's values with what the stack has. */
export function planOf({ place, values }: Interview): SetupPlan {
  const changed = Object.entries(values).filter(([key, value]) => place.present[key] !== value.trim());
  const { key: retriesKey, set: retries } = AWS_MAX_RETRIES;
  const isNew = !place.exists && place.present[retriesKey] === undefined;
  return {
    makesStack: !place.exists,
    plain: {
      ...Object.fromEntries(
        changed.filter(([key]) => !isEncryptedKey(key)).map(([key, value]) => [key, parsedValue(key, value)]),
      ),
      ...(isNew && { [retriesKey]: String(retries) }),
    },
    encrypted: Object.fromEntries(
      changed.filter(([key]) => isEncryptedKey(key)).map(([key, value]) => [key, value.trim()]),
    ),
    removed: Object.keys(place.present).filter((key) => values[key] === undefined),
  };
}

/** Whether there is nothing to write. */
export function isEmptyPlan({ makesStack, plain, encrypted, removed }: SetupPlan): boolean {
  return !makesStack && [plain, encrypted, removed].every((part) => Object.keys(part).length === 0);
}

/** One line for each thing that is going to be written; of secrets only the names. */
export function planLines({ place }: Interview, plan: SetupPlan): string[] {
  return [
    ...(plan.makesStack ? [`stack ${place.stack}: is made`] : []),
    ...Object.entries(plan.plain).map(([key, value]) => `${key}: ${[value].flat().join(", ")}`),
    ...Object.keys(plan.encrypted).map((key) => `${key}: encrypted`),
    ...plan.removed.map((key) => `${key}: is taken out`),
  ];
}

function parsedValue(fullKey: string, text: string): unknown {
  const key = fullKey.replace(/^plenigo-stripe:/, "") as ConfigKey;
  const field = { ...FIELDS, ...AWS_FIELDS }[key];
  return field ? field.schema.parse(text) : text;
}
