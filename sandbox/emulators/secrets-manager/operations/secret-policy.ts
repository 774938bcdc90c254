import { AwsError } from "../aws-error";
import { isPublic, parsePolicy } from "../resource-policy";
import { findUsableSecret, identityOf, type Operation } from "./operation";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html */
export const putResourcePolicy: Operation = {
  isWrite: true,
  run(input, context) {
    const text = input.requiredText("ResourcePolicy", { min: 1, max: 20_480 });
    const blocksPublic = input.flag("BlockPublicPolicy");
    const secret = findUsableSecret(input, context, "PutResourcePolicy");
    const statements = parsePolicy(text);
    if (blocksPublic && isPublic(statements)) {
      const message = "You can't attach a resource-based policy that allows broad access to the secret.";
      throw new AwsError("PublicPolicyException", message);
    }
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
