import { AwsError } from "../aws-error";
import type { RequestInput } from "../request-input";
import { isPublic, parsePolicy } from "../resource-policy";
import { findUsableSecret, identityOf, type Operation, requireAction } from "./operation";

const broadAccess = "You can't attach a resource-based policy that allows broad access to the secret.";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html */
export const putResourcePolicy: Operation = {
  isWrite: true,
  run(input, context) {
    const text = readPolicyText(input);
    const blocksPublic = input.flag("BlockPublicPolicy");
    const secret = findUsableSecret(input, context, "PutResourcePolicy");
    const statements = parsePolicy(text);
    if (blocksPublic && isPublic(statements)) throw new AwsError("PublicPolicyException", broadAccess);
    secret.policy = text;
    secret.lastChangedDate = context.now;
    return identityOf(secret);
  },
};

/** ResourcePolicy is left out where there is none. */
export const getResourcePolicy: Operation = {
  isWrite: false,
  run(input, context) {
    const secret = findUsableSecret(input, context, "GetResourcePolicy");
    return { ...identityOf(secret), ResourcePolicy: secret.policy };
  },
};

/** Without a policy it succeeds all the same. */
export const deleteResourcePolicy: Operation = {
  isWrite: true,
  run(input, context) {
    const secret = findUsableSecret(input, context, "DeleteResourcePolicy");
    secret.policy = undefined;
    secret.lastChangedDate = context.now;
    return identityOf(secret);
  },
};

/** Broad access is a finding, a syntax error an exception; the findings' CheckName isn't AWS's documented text. */
export const validateResourcePolicy: Operation = {
  isWrite: false,
  run(input, context) {
    const text = readPolicyText(input);
    if (input.text("SecretId") === undefined) requireAction(context, "ValidateResourcePolicy");
    else findUsableSecret(input, context, "ValidateResourcePolicy");
    const errors = isPublic(parsePolicy(text))
      ? [{ CheckName: "BLOCK_PUBLIC_POLICY", ErrorMessage: broadAccess }]
      : [];
    return { PolicyValidationPassed: errors.length === 0, ValidationErrors: errors };
  },
};

function readPolicyText(input: RequestInput): string {
  return input.requiredText("ResourcePolicy", { min: 1, max: 20_480 });
}
