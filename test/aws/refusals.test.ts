import { refusalOf } from "../../src/aws/refusals";

const READ = "secretsmanager:GetSecretValue";
const error = (name: string, message = "no", more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });
const denied = "User: x is not authorized to perform: secretsmanager:DescribeSecret on resource: y";

it.each([
  ["there is no such secret", error("ResourceNotFoundException"), "gone"],
  [
    "it is scheduled for deletion",
    error("InvalidRequestException", "… marked for deletion."),
    "scheduled-for-deletion",
  ],
  ["another request is invalid", error("InvalidRequestException", "no"), "refused"],
  ["IAM denies it", error("AccessDeniedException", denied), "denied"],
  ["STS denies it", error("AccessDenied", denied), "denied"],
  ["there are too many calls", error("ThrottlingException"), "throttled"],
  [
    "there are no credentials",
    error("CredentialsProviderError", "Could not load credentials"),
    "no-credentials",
  ],
  ["the SSO session is over", error("CredentialsProviderError", "The SSO session has expired"), "expired"],
  ["the token is over", error("ExpiredTokenException"), "expired"],
  ["the credentials are unknown", error("UnrecognizedClientException"), "credentials-refused"],
  ["STS does not know them", error("InvalidClientTokenId"), "credentials-refused"],
  [
    "the connection is refused",
    error("Error", "connect ECONNREFUSED", { code: "ECONNREFUSED" }),
    "no-answer",
  ],
  ["the host is unknown", error("Error", "getaddrinfo ENOTFOUND", { code: "ENOTFOUND" }), "no-answer"],
  [
    "the certificate is a stranger's",
    error("Error", "self-signed", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }),
    "no-answer",
  ],
  ["it takes too long", error("TimeoutError"), "no-answer"],
  [
    "AWS has an outage",
    error("InternalServiceError", "no", { $metadata: { httpStatusCode: 500 } }),
    "no-answer",
  ],
  ["a page comes", error("SyntaxError", "Unexpected token <"), "no-answer"],
])("when %s, tells it apart", (_, thrown, kind) => {
  expect(refusalOf(thrown, READ).kind).toBe(kind);
});

it.each([
  ["the one that AWS names", denied, "secretsmanager:DescribeSecret"],
  ["the key's, where AWS speaks of KMS", "Access to KMS is not allowed", "kms:Decrypt"],
  ["that of the call, where AWS names none", "no", READ],
])("names as missing permission %s", (_, message, permission) => {
  expect(refusalOf(error("AccessDeniedException", message), READ)).toMatchObject({ permission });
});

it("says of a connection that was tried to several addresses why each failed", () => {
  const errors = [new Error("connect ECONNREFUSED ::1:443"), new Error("connect ECONNREFUSED 127.0.0.1:443")];
  const { message } = refusalOf(error("AggregateError", "", { errors, code: "ECONNREFUSED" }), READ);
  expect(message).toContain("connect ECONNREFUSED ::1:443; connect ECONNREFUSED 127.0.0.1:443");
});
