import { isDeepStrictEqual } from "node:util";
import type { ResourceChange, RunRecord } from "../../../engine/run-record";
import { wordsOfChange, wordsOfDrift } from "../endpoint-words";
import { type Finding, type FindingCode, finding, type StackStatus } from "../report";
import { endpointDifferences, kindOf, nameOf, propertyWords, type ResourceKind } from "./resource-changes";

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
  const judged = withoutConsequences(changes).flatMap(judgeChange);
  const found = judged.length === 0 && record.changeCount > 0 ? [OTHER_CHANGES] : judged;
  const sides = found.map(([side]) => side);
  const status = (["missing", "drift", "pending"] as const).find((side) => sides.includes(side)) ?? "ok";
  return { status, findings: found.map(([, finding]) => finding) };
}

/** Of a stack that the state backend does not know, or whose state is empty. */
export const NEVER_PROVISIONED: Judgement = {
  status: "missing",
  findings: [{ code: "never-provisioned", message: "nothing is provisioned yet" }],
};

/** Pulumi's own drift check would say the same. */
const OTHER_CHANGES: Found = [
  "pending",
  finding("change-pending", "only resources that group others change; see the stack's log"),
];

const isGone = ({ step, before, found }: ResourceChange) => step === "create" && Boolean(before) && !found;

/** A new endpoint means new content of the secret, and a secret that is gone has taken its parts with it. */
function withoutConsequences(changes: readonly ResourceChange[]): ResourceChange[] {
  const lost = new Set(changes.filter(isGone).map(kindOf));
  return changes.filter((change) => {
    const kind = kindOf(change);
    if (kind !== "secret-version" && kind !== "reader-policy") return true;
    if (lost.has("secret") && isGone(change)) return false;
    return !lost.has("endpoint") || change.properties.some((name) => hasDrifted(change, name));
  });
}

/** Whether the world is not as the last run left it. Secret values are blinded, and pass for unchanged. */
function hasDrifted({ before, found }: ResourceChange, name: string): boolean {
  return before !== undefined && !isDeepStrictEqual(before[name], found?.[name]);
}

function judgeChange(change: ResourceChange): Found[] {
  if (isGone(change)) return [gone(change)];
  if (change.step === "create") return [pending(`${nameOf(change)} is to be made`)];
  if (change.step === "delete") return [pending(`${nameOf(change)} is to be deleted`)];
  return kindOf(change) === "endpoint" ? judgeEndpoint(change) : judgeOther(change);
}

const MISSING: Partial<Readonly<Record<ResourceKind, FindingCode>>> = {
  endpoint: "endpoint-missing",
  secret: "secret-missing",
  other: "resource-missing",
};

/** Of a secret that is still there, a part that is gone is drift. */
function gone(change: ResourceChange): Found {
  const kind = kindOf(change);
  const missing = MISSING[kind];
  const message = `${nameOf(change)} is gone`;
  return missing ? ["missing", finding(missing, message)] : ["drift", finding(DIFFERS[kind], message)];
}

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

const DIFFERS: Readonly<Record<ResourceKind, FindingCode>> = {
  endpoint: "resource-differs",
  secret: "secret-settings-differ",
  "secret-version": "secret-mismatch",
  "reader-policy": "reader-policy-differs",
  other: "resource-differs",
};

/** Values are left out: they may be secret, and the engine has blinded those that it knows to be. */
function judgeOther(change: ResourceChange): Found[] {
  const { properties } = change;
  const drifted = properties.filter((name) => hasDrifted(change, name));
  const declared = properties.filter((name) => !drifted.includes(name));
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
