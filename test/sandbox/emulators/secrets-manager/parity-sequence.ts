import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { token } from "./emulated-aws";

/** A call of the sequence; `arn` is the ARN that the server gave the secret `plenigo/stage/one/stripe`. */
export interface ParityCall {
  /** Says which call of the sequence it is. */
  readonly title: string;
  readonly operation: ParityOperation;
  readonly input: object | ((arn: string) => object);
}

type ParityOperation =
  | "batchGetSecretValue"
  | "createSecret"
  | "deleteResourcePolicy"
  | "deleteSecret"
  | "describeSecret"
  | "getResourcePolicy"
  | "getSecretValue"
  | "putResourcePolicy"
  | "putSecretValue"
  | "restoreSecret"
  | "tagResource"
  | "untagResource"
  | "updateSecret"
  | "updateSecretVersionStage";

const one = "plenigo/stage/one/stripe";
const two = "plenigo/stage/two/stripe";
const three = "plenigo/stage/three/stripe";
const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:role/reader" },
      Action: "secretsmanager:GetSecretValue",
      Resource: "*",
    },
  ],
});

function row(title: string, operation: ParityOperation, input: ParityCall["input"]): ParityCall {
  return { title, operation, input };
}

function get(title: string, more: object = {}): ParityCall {
  return row(title, "getSecretValue", { SecretId: one, VersionStage: "AWSCURRENT", ...more });
}

function put(title: string, number: number, value: string, more: object = {}): ParityCall {
  const input = { SecretId: one, SecretString: value, ClientRequestToken: token(number), ...more };
  return row(title, "putSecretValue", input);
}

/** Calls in their order, only such where moto 5.2.1 answers as AWS does. */
export const paritySequence: readonly ParityCall[] = [
  row("create an empty secret", "createSecret", {
    Name: one,
    Description: "one",
    Tags: [{ Key: "app", Value: "plenigo" }],
    ClientRequestToken: token(1),
  }),
  get("read it without a value"),
  row("describe it without a value", "describeSecret", { SecretId: one }),
  put("put the first value", 2, "v2"),
  get("read the first value"),
  put("repeat the first value", 2, "v2"),
  put("put another value with a used token", 2, "other"),
  put("put the second value", 3, "v3"),
  put("put the third value", 4, "v4"),
  get("read the current value"),
  get("read the previous value", { VersionStage: "AWSPREVIOUS" }),
  get("read a version by its id", { VersionStage: undefined, VersionId: token(3) }),
  get("read a version by an id that isn't there", { VersionStage: undefined, VersionId: token(9) }),
  get("read a version by id and a label of another", { VersionId: token(3) }),
  put("put a pending value", 5, "v5", { VersionStages: ["AWSPENDING", "custom"] }),
  row("describe all versions", "describeSecret", { SecretId: one }),
  row("move AWSCURRENT without its holder", "updateSecretVersionStage", {
    SecretId: one,
    VersionStage: "AWSCURRENT",
    MoveToVersionId: token(3),
  }),
  row("move AWSCURRENT from a wrong version", "updateSecretVersionStage", {
    SecretId: one,
    VersionStage: "AWSCURRENT",
    MoveToVersionId: token(3),
    RemoveFromVersionId: token(5),
  }),
  row("move AWSCURRENT back", "updateSecretVersionStage", {
    SecretId: one,
    VersionStage: "AWSCURRENT",
    MoveToVersionId: token(3),
    RemoveFromVersionId: token(4),
  }),
  get("read what AWSCURRENT was moved back to"),
  row("describe the moved labels", "describeSecret", { SecretId: one }),
  row("update the description", "updateSecret", { SecretId: one, Description: "another" }),
  row("find it by ARN", "describeSecret", (arn) => ({ SecretId: arn })),
  row("find it by ARN without suffix", "describeSecret", (arn) => ({ SecretId: arn.slice(0, -7) })),
  row("find nothing by another name", "describeSecret", { SecretId: "plenigo/none" }),
  row("tag it", "tagResource", {
    SecretId: one,
    Tags: [
      { Key: "app", Value: "changed" },
      { Key: "stage", Value: "stage" },
    ],
  }),
  row("untag it", "untagResource", { SecretId: one, TagKeys: ["app", "unknown"] }),
  row("describe the tags", "describeSecret", { SecretId: one }),
  row("ask for its policy before there is one", "getResourcePolicy", { SecretId: one }),
  row("put a policy", "putResourcePolicy", { SecretId: one, ResourcePolicy: policy }),
  row("ask for the policy", "getResourcePolicy", { SecretId: one }),
  row("delete the policy", "deleteResourcePolicy", { SecretId: one }),
  row("ask for the deleted policy", "getResourcePolicy", { SecretId: one }),
  row("create a second secret with a value", "createSecret", {
    Name: two,
    SecretString: "w1",
    KmsKeyId: "alias/own",
    ClientRequestToken: token(21),
  }),
  row("repeat that create", "createSecret", {
    Name: two,
    SecretString: "w1",
    KmsKeyId: "alias/own",
    ClientRequestToken: token(21),
  }),
  row("repeat it with another value", "createSecret", {
    Name: two,
    SecretString: "other",
    ClientRequestToken: token(21),
  }),
  row("repeat it with another token", "createSecret", {
    Name: two,
    SecretString: "w1",
    ClientRequestToken: token(22),
  }),
  row("update the second secret's value", "updateSecret", {
    SecretId: two,
    SecretString: "w2",
    ClientRequestToken: token(23),
  }),
  row("describe the second secret", "describeSecret", { SecretId: two }),
  row("read both and an unknown one at once", "batchGetSecretValue", { SecretIdList: [two, "plenigo/none"] }),
  row("delete with too short a window", "deleteSecret", { SecretId: one, RecoveryWindowInDays: 6 }),
  row("delete with a window and force", "deleteSecret", {
    SecretId: one,
    RecoveryWindowInDays: 7,
    ForceDeleteWithoutRecovery: true,
  }),
  row("delete with the default window", "deleteSecret", { SecretId: one }),
  row("describe the scheduled secret", "describeSecret", { SecretId: one }),
  get("read the scheduled secret"),
  row("update the scheduled secret", "updateSecret", { SecretId: one, Description: "d" }),
  row("delete the scheduled secret", "deleteSecret", { SecretId: one }),
  row("restore it", "restoreSecret", { SecretId: one }),
  get("read the restored secret"),
  row("restore it again", "restoreSecret", { SecretId: one }),
  row("delete it for good", "deleteSecret", { SecretId: one, ForceDeleteWithoutRecovery: true }),
  row("describe the deleted secret", "describeSecret", { SecretId: one }),
  row("delete it for good again", "deleteSecret", { SecretId: one, ForceDeleteWithoutRecovery: true }),
  row("restore the deleted secret", "restoreSecret", { SecretId: one }),
  row("create it once more", "createSecret", { Name: one, SecretString: "v", ClientRequestToken: token(31) }),
  get("read it once more"),
  row("create a third secret without a value", "createSecret", {
    Name: three,
    ClientRequestToken: token(41),
  }),
  row("put its first value with a custom label", "putSecretValue", {
    SecretId: three,
    SecretString: "x1",
    ClientRequestToken: token(42),
    VersionStages: ["custom"],
  }),
  row("read it by the custom label", "getSecretValue", { SecretId: three, VersionStage: "custom" }),
];

/** Runs the sequence; the answers, or the names of the errors, by title and without what differs from run to run. */
export async function runSequence(aws: SecretsManager): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  let arn = "";
  for (const { title, operation, input } of paritySequence) {
    const call = aws[operation] as (input: object) => Promise<{ ARN?: string }>;
    try {
      const answer = await call.call(aws, typeof input === "function" ? input(arn) : input);
      arn ||= answer.ARN ?? "";
      answers[title] = normalised(answer);
    } catch (error) {
      answers[title] = { error: (error as Error).name };
    }
  }
  return answers;
}

/**
 * Without metadata, suffixes, empty members and what moto gets wrong: dates of access of versions, texts of errors.
 */
function normalised(value: unknown, key = ""): unknown {
  if (value instanceof Date)
    return key === "DeletionDate" || key === "DeletedDate" ? daysFromNow(value) : "a date";
  if (typeof value === "string") return value.replace(/(:secret:.+)-[A-Za-z0-9]{6}$/, "$1");
  if (Array.isArray(value)) return value.map((item) => normalised(item)).toSorted(byText);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([name, member]) => !isEmpty(member) && !ignored.has(name));
  return Object.fromEntries(members.map(([name, member]) => [name, normalised(member, name)]));
}

const ignored = new Set(["$metadata", "LastAccessedDate", "Message"]);

function isEmpty(member: unknown): boolean {
  if (member === null || member === undefined || member === "") return true;
  return Array.isArray(member) && member.length === 0;
}

function daysFromNow(date: Date): string {
  return `in ${Math.round((date.getTime() - Date.now()) / (24 * 60 * 60 * 1000))} days`;
}

function byText(left: unknown, right: unknown): number {
  return JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
}
