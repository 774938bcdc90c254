/** Thrown by everything behind the server; goes out as AWS's JSON error of that code, HTTP 400 unless said. */
export class AwsError extends Error {
  constructor(
    /** AWS's error type, `ResourceNotFoundException`. */
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** The constraint of the service model that a parameter breaks; `shown` is left out for secret values. */
export function constraintBroken(parameter: string, constraint: string, shown?: string): AwsError {
  const value = shown === undefined ? "Value" : `Value ${shown}`;
  const member = parameter.charAt(0).toLowerCase() + parameter.slice(1);
  return new AwsError(
    "ValidationException",
    `1 validation error detected: ${value} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

/** Neither a name nor an ARN leads to a secret. */
export function secretNotFound(): AwsError {
  return new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
}

/** The secret is there, but no version of that label or id; `which` is `staging label: X` or `VersionId: X`. */
export function versionNotFound(which: string): AwsError {
  const message = `Secrets Manager can't find the specified secret value for ${which}`;
  return new AwsError("ResourceNotFoundException", message);
}

/** Most operations on a secret that waits for its deletion end like this. */
export function markedForDeletion(): AwsError {
  const message = "You can't perform this operation on the secret because it was marked for deletion.";
  return new AwsError("InvalidRequestException", message);
}

/** A parameter that is well-formed but doesn't fit. */
export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

/** IAM's refusal. `reason` follows the action and resource: `because no … policy allows the … action`. */
export function accessDenied(who: string, action: string, resource: string, reason: string): AwsError {
  const message = `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
  return new AwsError("AccessDeniedException", message);
}
