import { type CallerIdentity, callerIdentity } from "../../aws/caller-identity";
import { refusalOf } from "../../aws/refusals";
import type { Interview } from "./interview";

/**
 * Gets the AWS region, and the account that the connection secret may be written to; proposes those of the environment.
 * @throws UserError `cancelled`
 */
export async function obtainAwsPlace(interview: Interview): Promise<void> {
  const { env, say } = interview.guide;
  await interview.obtain("aws:region", { proposal: env.AWS_REGION ?? env.AWS_DEFAULT_REGION });
  const identity = await identityFor(interview);
  await interview.obtain("aws:allowedAccountIds", { proposal: identity?.accountId });
  const allowed = interview.get("aws:allowedAccountIds") ?? "";
  if (identity && !allowed.includes(identity.accountId)) {
    say(
      "warning",
      `The AWS credentials here are of account ${identity.accountId}: an update with them will be refused.`,
    );
  }
}

/** A person may set up a stack that only a pipeline can update: missing credentials are not a reason to stop. */
async function identityFor(interview: Interview): Promise<CallerIdentity | undefined> {
  const { isOffline, say } = interview.guide;
  const region = interview.get("aws:region");
  if (isOffline || !region) return undefined;
  try {
    const identity = await callerIdentity({ region });
    say("ok", `AWS: ${identity.arn}`);
    return identity;
  } catch (error) {
    const { message } = refusalOf(error, "sts:GetCallerIdentity");
    say("warning", `AWS does not tell whose credentials these are: ${message}`);
    return undefined;
  }
}
