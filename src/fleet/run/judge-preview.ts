import { isDeepStrictEqual } from "node:util";
import type { Finding, StackStatus } from "../report";
import { endpointDifferences } from "./endpoint-differences";
import { wordsOfChange, wordsOfDrift } from "./endpoint-words";
import { finding, type RunFinding } from "./finding-codes";
import { kindOf, nameOf, propertyWords, type ResourceKind } from "./resource-words";
import type { ResourceChange, RunRecord } from "./run-record";

/** A stack's status and what was found out. */
export interface Judgement {
  readonly status: StackStatus;
  readonly findings: readonly Finding[];
}

type Side = "missing" | "drift" | "pending";
type Found = readonly [Side, Finding];

/**
 * Judges a preview that ended well. The worst of its findings is the status: what is gone over what somebody changed over
 * what is not applied yet.
 */
export function judgePreview(record: RunRecord): Judgement {
  const changes = record.changes();
  if (!record.hasState && changes.length > 0) return NEVER_PROVISIONED;
  const found = withoutConsequences(changes).flatMap(judgeChange);
  const sides = found.map(([side]) => side);
  const status = (["missing", "drift", "pending"] as const).find((side) => sides.includes(side)) ?? "ok";
  return { status, findings: found.map(([, finding]) => finding) };
}

/** Of a stack that the state backend does not know, or whose state is empty. */
export const NEVER_PROVISIONED: Judgement = {
  status: "missing",
  findings: [{ code: "never-provisioned", message: "nothing is provisioned yet: fleet up makes it" }],
};

const isGone = ({ step, before, found }: ResourceChange) => step === "create" && Boolean(before) && !found;

/** A new endpoint means new content of the secret, and a secret that is gone has taken its parts with it. */
function withoutConsequences(changes: readonly ResourceChange[]): ResourceChange[] {
  const gone = new Set(changes.filter(isGone).map(kindOf));
  return changes.filter((change) => {
    const kind = kindOf(change);
    if (kind !== "secret-version" && kind !== "reader-policy") return true;
    if (gone.has("secret") && isGone(change)) return false;
    return !(gone.has("endpoint") && isDeepStrictEqual(change.properties, ["secretString"]));
  });
}

function judgeChange(change: ResourceChange): Found[] {
  if (isGone(change)) return [["missing", finding(MISSING[kindOf(change)], `${nameOf(change)} is gone`)]];
  if (change.step === "create") return [pending(`${nameOf(change)} is to be made`)];
  if (change.step === "delete") return [pending(`${nameOf(change)} is to be deleted`)];
  return kindOf(change) === "endpoint" ? judgeEndpoint(change) : judgeOther(change);
}

const MISSING: Readonly<Record<ResourceKind, RunFinding>> = {
  endpoint: "endpoint-missing",
  secret: "secret-missing",
  "secret-version": "secret-mismatch",
  "reader-policy": "reader-policy-differs",
  other: "resource-missing",
};

function judgeEndpoint(change: ResourceChange): Found[] {
  const name = nameOf(change);
  const { drift, pending: declared } = endpointDifferences(change);
  const unreadable = change.found?.unreadable;
  const found: Found[] = [
    ...(unreadable
      ? [["drift", finding("endpoint-unreadable", `${name} could not be compared: ${unreadable}`)] as const]
      : []),
    ...drift.map((difference): Found => {
      const [code, words] = wordsOfDrift(difference);
      return ["drift", finding(code, `${name} ${words}`, difference.expected, difference.actual)];
    }),
    ...declared.map((difference) =>
      pending(`${name} ${wordsOfChange(difference)}`, difference.expected, difference.actual),
    ),
  ];
  return found.length > 0 ? found : [pending(`${name} is updated`)];
}

const DIFFERS: Readonly<Record<ResourceKind, RunFinding>> = {
  endpoint: "resource-differs",
  secret: "secret-settings-differ",
  "secret-version": "secret-mismatch",
  "reader-policy": "reader-policy-differs",
  other: "resource-differs",
};

/** Values are left out: they may be secret, and the engine has blinded those that it knows to be. */
function judgeOther(change: ResourceChange): Found[] {
  const { before, found, properties } = change;
  const isDrift = (name: string) => before !== undefined && !isDeepStrictEqual(before[name], found?.[name]);
  const drifted = properties.filter(isDrift);
  const declared = properties.filter((name) => !isDrift(name));
  const name = nameOf(change);
  return [
    ...(drifted.length > 0
      ? [["drift", finding(DIFFERS[kindOf(change)], driftWords(change, drifted))] as const]
      : []),
    ...(declared.length > 0 || properties.length === 0
      ? [pending(`${name} changes${declared.length > 0 ? `: ${propertyWords(declared)}` : ""}`)]
      : []),
  ];
}

function driftWords(change: ResourceChange, names: readonly string[]): string {
  if (kindOf(change) === "secret-version" && names.includes("versionStages"))
    return "the connection secret was edited, or AWSCURRENT moved: consumers read another version";
  return `${nameOf(change)} was changed: ${propertyWords(names)}`;
}

function pending(message: string, expected?: unknown, actual?: unknown): Found {
  return ["pending", finding("change-pending", message, expected, actual)];
}
