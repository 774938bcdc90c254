import { UserError } from "../errors";
import { type AwsRefusal, refusalOf, remediesOf } from "./refusals";

/**
 * A refusal of AWS as `aws-unavailable`: says who did not answer, or what was refused.
 * @param action what was not done: `read the connection secret`
 * @param where the secret or stack that it is about
 */
export function awsUnavailable(refusal: AwsRefusal, action: string, where: string): UserError {
  return new UserError({
    code: "aws-unavailable",
    what: `could not ${action}: ${refusal.message}`,
    where,
    next: remediesOf(refusal),
    state: "",
  });
}

/** The same for what the SDK threw; a UserError stays what it is. `permission`: IAM action of the call. */
export function awsUserError(error: unknown, permission: string, action: string, where: string): UserError {
  return error instanceof UserError ? error : awsUnavailable(refusalOf(error, permission), action, where);
}
