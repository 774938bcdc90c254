import type { ResourceChange } from "../../../engine/run-record";

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
