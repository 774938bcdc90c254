import { constraintBroken, invalidParameter } from "./aws-error";
import type { EmulatedSecret } from "./emulated-secret";
import { missing, type RequestInput } from "./request-input";

/** A filter of ListSecrets and BatchGetSecretValue: one of its values must fit. */
export interface SecretFilter {
  readonly key: FilterKey;
  /** 1-10 values; a leading `!` turns one round. */
  readonly values: readonly string[];
}

type FilterKey = keyof typeof attributesOf;

const attributesOf = {
  description: (secret: EmulatedSecret) => [secret.description],
  name: (secret: EmulatedSecret) => [secret.name],
  "tag-key": (secret: EmulatedSecret) => Object.keys(secret.tags),
  "tag-value": (secret: EmulatedSecret) => Object.values(secret.tags),
  "primary-region": (): string[] => [],
  "owning-service": (): string[] => [],
  all: (secret: EmulatedSecret) => [secret.name, secret.description, ...Object.entries(secret.tags).flat()],
};

/** Reads up to 10 filters; throws ValidationException for an unknown key, InvalidParameterException without one. */
export function readFilters(input: RequestInput): SecretFilter[] | undefined {
  return input.structures("Filters", { max: 10 })?.map((filter, index) => {
    const key = filter.text("Key");
    if (key === undefined) throw invalidParameter("Invalid filter key");
    if (!isFilterKey(key)) {
      const names = Object.keys(attributesOf).join(", ");
      const constraint = `Member must satisfy enum value set: [${names}]`;
      throw constraintBroken(`filters.${index + 1}.member.key`, constraint, `'${key}'`);
    }
    return { key, values: filter.texts("Values", { min: 1, max: 10 }, { max: 512 }) ?? missing("Values") };
  });
}

/** Whether a secret passes all filters. docs.aws.amazon.com/secretsmanager/latest/apireference/API_Filter.html */
export function passesFilters(secret: EmulatedSecret, filters: readonly SecretFilter[]): boolean {
  return filters.every(({ key, values }) => {
    const attributes = attributesOf[key](secret);
    return values.some((value) => {
      const isNegated = value.startsWith("!");
      const wanted = isNegated ? value.slice(1) : value;
      return attributes.some((attribute) => fits(key, attribute, wanted)) !== isNegated;
    });
  });
}

/** Names and tags by case-sensitive prefix; descriptions by prefix and everything by words, whatever the case. */
function fits(key: FilterKey, attribute: string, wanted: string): boolean {
  if (key === "description") return attribute.toLowerCase().startsWith(wanted.toLowerCase());
  if (key !== "all") return attribute.startsWith(wanted);
  const words = wordsOf(attribute);
  return wordsOf(wanted).every((part) => words.some((word) => word.startsWith(part)));
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

function isFilterKey(key: string): key is FilterKey {
  return Object.hasOwn(attributesOf, key);
}
