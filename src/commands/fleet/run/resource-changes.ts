import { isDeepStrictEqual } from "node:util";
import { differences, type EndpointDifference } from "../../../endpoint/comparison";
import { type EndpointProperties, UNKNOWN } from "../../../endpoint/endpoint-state";
import type { ResourceChange } from "../../../engine/run-record";

/** How an endpoint differs, told apart by who changed what. */
export interface EndpointDifferences {
  /** The world is not as the last run left it. */
  readonly drift: readonly EndpointDifference[];
  /** Code or configuration declares what the last run did not. */
  readonly pending: readonly EndpointDifference[];
}

/** Compares three sides: the state before, the world, and the declaration. */
export function endpointDifferences({ before, found, declared }: ResourceChange): EndpointDifferences {
  if (!found || !declared) return { drift: [], pending: [] };
  const all = differences(declared as unknown as EndpointProperties, found as unknown as EndpointProperties)
    .map(withoutUnknown)
    .flatMap((difference) => split(difference, before ?? found, found));
  const of = (side: Side) => all.filter(([whose]) => whose === side).map(([, difference]) => difference);
  return { drift: of("drift"), pending: of("pending") };
}

type Side = keyof EndpointDifferences;

function split(
  difference: EndpointDifference,
  before: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, unknown>>,
): [Side, EndpointDifference][] {
  const { property } = difference;
  if (property === "enabledEvents") return splitEvents(difference, before.enabledEvents as object);
  return [[isDeepStrictEqual(before[property], found[property]) ? "pending" : "drift", difference]];
}

/** Each event by itself: one may have been taken away by hand while another one is newly declared. */
function splitEvents({ property, expected, actual }: EndpointDifference, before: object) {
  const wasThere = (name: string) => name in before;
  const [missing, extra] = [expected as string[], actual as string[]];
  const sides: [Side, EndpointDifference][] = [
    [
      "drift",
      { property, expected: missing.filter(wasThere), actual: extra.filter((name) => !wasThere(name)) },
    ],
    [
      "pending",
      { property, expected: missing.filter((name) => !wasThere(name)), actual: extra.filter(wasThere) },
    ],
  ];
  return sides.filter(
    ([, side]) => (side.expected as string[]).length + (side.actual as string[]).length > 0,
  );
}

/** What another resource has yet to make is a placeholder that means nothing to a reader. */
function withoutUnknown(difference: EndpointDifference): EndpointDifference {
  return difference.expected === UNKNOWN ? { ...difference, expected: undefined } : difference;
}

/** The kinds of resources that a connection is made of; `other` is one of a program of the user's own. */
export type ResourceKind = "endpoint" | "secret" | "secret-version" | "reader-policy" | "other";

const KINDS: readonly (readonly [RegExp, ResourceKind])[] = [
  [/:WebhookEndpoint$/, "endpoint"],
  [/^aws:secretsmanager\/secret:/, "secret"],
  [/^aws:secretsmanager\/secretVersion:/, "secret-version"],
  [/^aws:secretsmanager\/secretPolicy:/, "reader-policy"],
];

/** Kind of a resource by Pulumi's type. */
export function kindOf({ type }: Pick<ResourceChange, "type">): ResourceKind {
  return KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? "other";
}

/** A resource in plain words: `endpoint we_…`, `connection secret`. */
export function nameOf(change: ResourceChange): string {
  switch (kindOf(change)) {
    case "endpoint":
      return nameOfEndpoint(change);
    case "secret":
      return "connection secret";
    case "secret-version":
      return "content of the connection secret";
    case "reader-policy":
      return "reader policy of the connection secret";
    default:
      return `${change.type.split(":").at(-1)} ${change.urn.split("::").at(-1)}`;
  }
}

function nameOfEndpoint({ id, declared, before }: ResourceChange): string {
  const { generation, role } = declared ?? before ?? {};
  const name = role === "previous" ? "previous endpoint" : "endpoint";
  return id ? `${name} ${id}` : `${name} of generation ${generation}`;
}

const PROPERTIES: Readonly<Record<string, string>> = {
  secretString: "keys, endpoint or signing secret",
  versionStages: "which version is current",
  tagsAll: "tags",
};

/** Names of properties in plain words, each once. */
export function propertyWords(names: readonly string[]): string {
  return [...new Set(names.map((name) => PROPERTIES[name] ?? name))].join(", ");
}
