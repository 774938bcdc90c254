import { type JudgedCall, type Judges, judge } from "./iam-evaluator";
import { AWS_ACCOUNT } from "./tenant";

/** Region of the policies' placeholder. */
export const REGION = "eu-central-1";
/** An account that is not the project's. */
export const OTHER_ACCOUNT = "999999999999";
/** ARN of a role. */
export const role = (name: string, account = AWS_ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;
/** ARN of a KMS key. */
export const keyArn = (id: string, account = AWS_ACCOUNT) => `arn:aws:kms:${REGION}:${account}:key/${id}`;
/** ARN of a secret with the suffix that AWS adds. */
export const secretArn = (name: string) =>
  `arn:aws:secretsmanager:${REGION}:${AWS_ACCOUNT}:secret:${name}-AbCdEf`;
/** ARN of an object in the state bucket. */
export const object = (key: string) => `arn:aws:s3:::state/${key}`;

/** What stands for the placeholders in these tests. */
export const values = {
  ENVIRONMENT: "stage",
  STATE_BUCKET: "state",
  TRAIL_BUCKET: "trail",
  TRAIL_NAME: "all",
  ALARM_RULE: "strangers",
  PULUMI_KEY_ID: "pulumi",
  SECRET_KEY_ID: "secrets",
  STACKS: "acme.stage",
  OTHER_ACCOUNT,
  ADMIN_ROLE: "admin",
};
/** The call comes through another service of AWS. */
export const through = (service: string) => ({ "kms:ViaService": `${service}.${REGION}.amazonaws.com` });
/** Pulumi's encryption context: `context_stack` in the URL of the secrets provider. */
export const forStack = (stack: string) => ({ "kms:EncryptionContext:stack": stack });
/** The encryption context that Secrets Manager gives. */
export const forSecret = (name: string) => ({ "kms:EncryptionContext:SecretARN": secretArn(name) });
/** The encryption context that S3 gives. */
export const forBucket = (name: string) => ({ "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::${name}` });

/** What a refused call has that the allowed one has not; undefined takes a condition key away. */
export interface Change {
  readonly action?: string;
  readonly resource?: string;
  readonly principal?: string;
  readonly context?: Readonly<Record<string, string | string[] | undefined>>;
}
/** A call that is allowed, and the change for which it is refused. */
export type Row = readonly [title: string, judges: Judges, call: JudgedCall, change: Change];

/** Fails unless the call is allowed as it is, and refused with the change. */
export async function expectRefusedFor([, judges, call, change]: Row): Promise<void> {
  const context = Object.entries({ ...call.context, ...change.context }).filter(
    ([, value]) => value !== undefined,
  );
  const changed = { ...call, ...change, context: Object.fromEntries(context) } as JudgedCall;
  const { principal = judges.principal } = change;
  expect(await judge(call, { values, ...judges })).toBe("allowed");
  expect(await judge(changed, { values, ...judges, principal })).not.toBe("allowed");
}

/** A call about a connection secret. */
export const secretCall = (action: string, context: JudgedCall["context"] = {}, environment = "stage") => ({
  action: `secretsmanager:${action}`,
  resource: secretArn(`plenigo/${environment}/acme0000000000000000/stripe`),
  context,
});
/** The tags that a new connection secret brings. */
export const newTags = (environment: string) => ({
  "aws:RequestTag/managed-by": "plenigo-stripe",
  "aws:RequestTag/plenigo:environment": environment,
  "aws:TagKeys": ["managed-by", "plenigo:environment", "pulumi:stack"],
});
/** The tag that marks a secret as ours. */
export const OURS = { "aws:ResourceTag/managed-by": "plenigo-stripe" };
