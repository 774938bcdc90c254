/** What a reader needs: the value, and its description for tools that look before they read. */
const READ_ACTIONS = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"];

/**
 * Resource policy of the connection secret: these principals may read it, nothing else. It allows only; who may read by
 * an IAM policy of the secret's own account still may. Readers are sorted, so that their order is not a change.
 * AWS: Secrets Manager user guide, auth-and-access_resource-policies.
 * @param readers ARNs of IAM principals, at least one
 */
export function readerPolicy(readers: readonly string[]): string {
  const statement = {
    Sid: "PlenigoStripeReaders",
    Effect: "Allow",
    Principal: { AWS: [...new Set(readers)].sort() },
    Action: READ_ACTIONS,
    Resource: "*",
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
