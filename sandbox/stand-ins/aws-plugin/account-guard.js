/**
 * Refuses an AWS account that `allowedAccountIds` or `forbiddenAccountIds` rule out, with the real plugin's words.
 * STS is asked only if one of them is set; an identity that can't be had is refused too.
 *
 * @param {import("./aws-client.js").Aws} aws
 */
async function assertAllowedAccount(aws) {
  const { allowedAccountIds, forbiddenAccountIds } = aws.config;
  if (allowedAccountIds.length === 0 && forbiddenAccountIds.length === 0) return;
  const { accountId } = await aws.callerIdentity().catch((error) => {
    throw new Error(
      `unable to validate AWS credentials.\nDetails: retrieving caller identity from STS: ${error.message}`,
      { cause: error },
    );
  });
  const isAllowed = allowedAccountIds.length === 0 || allowedAccountIds.includes(accountId);
  if (!isAllowed || forbiddenAccountIds.includes(accountId)) {
    throw new Error(`AWS account ID not allowed: ${accountId}`);
  }
}

module.exports = { assertAllowedAccount };
