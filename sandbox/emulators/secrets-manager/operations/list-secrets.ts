import { constraintBroken } from "../aws-error";
import { type EmulatedSecret, idsToLabels } from "../emulated-secret";
import { readPage } from "../paging";
import type { RequestInput } from "../request-input";
import { passesFilters, readFilters } from "../secret-filters";
import { metadataOf } from "./describe-secret";
import { type Operation, requireAction } from "./operation";

const sortKeys = {
  "created-date": (secret: EmulatedSecret) => secret.createdDate,
  "last-accessed-date": (secret: EmulatedSecret) => secret.lastAccessedDate ?? 0,
  "last-changed-date": (secret: EmulatedSecret) => secret.lastChangedDate,
  name: (secret: EmulatedSecret) => secret.name,
};

/** Scheduled secrets only with IncludePlannedDeletion. Ordered by creation, oldest first, unless asked otherwise. */
export const listSecrets: Operation = {
  isWrite: false,
  run(input, context) {
    requireAction(context, "ListSecrets");
    const filters = readFilters(input) ?? [];
    const withScheduled = input.flag("IncludePlannedDeletion");
    const found = context.store
      .inPlace(context.caller)
      .filter(
        (secret) => (withScheduled || secret.deletedDate === undefined) && passesFilters(secret, filters),
      );
    const { items, nextToken } = readPage(input, sorted(found, input), 100);
    return {
      SecretList: items.map((secret) => ({
        ...metadataOf(secret),
        SecretVersionsToStages: idsToLabels(secret),
      })),
      NextToken: nextToken,
    };
  },
};

function sorted(secrets: EmulatedSecret[], input: RequestInput): EmulatedSecret[] {
  const by = readChoice(input, "SortBy", Object.keys(sortKeys) as (keyof typeof sortKeys)[], "created-date");
  const sign = readChoice(input, "SortOrder", ["asc", "desc"], "asc") === "asc" ? 1 : -1;
  const keyOf = sortKeys[by];
  return secrets.sort((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    if (left === right) return 0;
    return left < right ? -sign : sign;
  });
}

function readChoice<T extends string>(input: RequestInput, name: string, choices: T[], fallback: T): T {
  const value = input.text(name) ?? fallback;
  const choice = choices.find((candidate) => candidate === value);
  if (choice) return choice;
  throw constraintBroken(name, `Member must satisfy enum value set: [${choices.join(", ")}]`, `'${value}'`);
}
