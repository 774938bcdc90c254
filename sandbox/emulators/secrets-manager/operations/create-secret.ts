import { AwsError, invalidParameter } from "../aws-error";
import type { EmulatedSecret } from "../emulated-secret";
import type { RequestInput } from "../request-input";
import { checkTagCount, holdsValue, readName, readTags, readToken, readValue } from "../secret-rules";
import { newArn } from "../secret-store";
import { addVersion, currentLabel } from "../staging-labels";
import { identityOf, type Operation, type OperationContext, requireAction } from "./operation";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
export const createSecret: Operation = {
  isWrite: true,
  run(input, context) {
    const name = readName(input);
    const token = readToken(input);
    const value = readValue(input);
    const draft = readDraft(input, name, context);
    // IAM judges the ARN that the secret will have, suffix and all (iann0036/iam-dataset#22, tested against AWS).
    requireAction(context, "CreateSecret", name, draft.arn);
    if (Object.keys(draft.tags).length > 0) requireAction(context, "TagResource", name, draft.arn);
    const existing = context.store.find(name, context.caller);
    if (existing) return answerForExisting(existing, token, value);
    if (value) {
      addVersion(draft, { versionId: token, stages: [], ...value, createdDate: context.now }, [currentLabel]);
    }
    context.store.add(draft);
    return { ...identityOf(draft), VersionId: value && token };
  },
};

function readDraft(input: RequestInput, name: string, { caller, now }: OperationContext): EmulatedSecret {
  const tags = readTags(input);
  checkTagCount(tags, "LimitExceededException");
  if (input.structures("AddReplicaRegions")?.length) {
    throw invalidParameter("AddReplicaRegions: this emulator has no replication.");
  }
  return {
    name,
    arn: newArn(name, caller),
    description: input.text("Description", { max: 2048 }) ?? "",
    tags,
    kmsKeyId: input.text("KmsKeyId", { max: 2048 }) || undefined,
    createdDate: now,
    lastChangedDate: now,
    versions: [],
  };
}

/** A repeated call with the same token and value gets the first answer again; anything else is refused. */
function answerForExisting(secret: EmulatedSecret, token: string, value: ReturnType<typeof readValue>) {
  if (secret.deletedDate !== undefined) {
    const message =
      "You can't create this secret because a secret with this name is already scheduled for deletion.";
    throw new AwsError("InvalidRequestException", message);
  }
  const version = secret.versions.find(({ versionId }) => versionId === token);
  if (version && holdsValue(version, value)) return { ...identityOf(secret), VersionId: token };
  const message = version
    ? tokenInUse(secret, token)
    : `The operation failed because the secret ${secret.name} already exists.`;
  throw new AwsError("ResourceExistsException", message);
}

/** Text of the refusal to write another value with a token that a version already has. */
export function tokenInUse({ arn }: EmulatedSecret, token: string): string {
  return `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`;
}
