import type { RecordedCall } from "../../sandbox/emulators/emulator-server";
import type { JudgedCall } from "./iam-evaluator";
import { OURS, secretArn } from "./iam-rows";

/** What a call to Secrets Manager names, of which IAM sees a part. */
interface SecretInput {
  readonly Name?: string;
  readonly SecretId?: string;
  readonly KmsKeyId?: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly TagKeys?: readonly string[];
  readonly BlockPublicPolicy?: boolean;
  readonly ForceDeleteWithoutRecovery?: boolean;
}

/** Operations on an existing secret of ours that look at its tags; reads do too, but no policy asks. */
const READ = /^(Get|Describe|List|Batch)/;

/** A call that reached the emulator as IAM judges it; a secret that is there carries our mark. Keys are given by ARN. */
export function judgedSecretCall({ operation, request }: RecordedCall): JudgedCall {
  const input: SecretInput = JSON.parse(request.body);
  const named = input.SecretId ?? input.Name ?? "";
  const isThere = operation !== "CreateSecret" && !READ.test(operation);
  return {
    action: `secretsmanager:${operation}`,
    resource: named.startsWith("arn:") ? named : secretArn(named),
    context: { ...(isThere ? OURS : {}), ...contextOf(input) },
  };
}

function contextOf(input: SecretInput): Record<string, string | string[]> {
  const { Tags = [], TagKeys = Tags.map(({ Key }) => Key), KmsKeyId } = input;
  const { BlockPublicPolicy, ForceDeleteWithoutRecovery } = input;
  return {
    ...Object.fromEntries(Tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
    ...(TagKeys.length > 0 && { "aws:TagKeys": [...TagKeys] }),
    ...(KmsKeyId && { "secretsmanager:KmsKeyArn": KmsKeyId }),
    ...(BlockPublicPolicy !== undefined && { "secretsmanager:BlockPublicPolicy": `${BlockPublicPolicy}` }),
    ...(ForceDeleteWithoutRecovery !== undefined && {
      "secretsmanager:ForceDeleteWithoutRecovery": `${ForceDeleteWithoutRecovery}`,
    }),
  };
}
