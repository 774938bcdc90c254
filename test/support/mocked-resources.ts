import { fakeSigningSecret } from "../../sandbox/emulators/stripe/fake-keys";
import type { MockedEngineOptions } from "./mocked-engine";
import { AWS_ACCOUNT } from "./tenant";

/** Types of the resources that make a connection. */
export const TYPES = {
  component: "plenigo-stripe:index:PlenigoStripeConnection",
  endpoint: "pulumi-nodejs:dynamic/stripe:WebhookEndpoint",
  secret: "aws:secretsmanager/secret:Secret",
  version: "aws:secretsmanager/secretVersion:SecretVersion",
  protection: "plenigo-stripe:index:ConnectionProtection",
  policy: "aws:secretsmanager/secretPolicy:SecretPolicy",
} as const;

/** What Stripe and AWS make of the resources. */
export const ENDPOINT_ID = "we_1";
export const SECRET_ARN = `arn:aws:secretsmanager:eu-central-1:${AWS_ACCOUNT}:secret:connection-AbCdEf`;
export const SIGNING_SECRET = fakeSigningSecret("acme");

type Answers = Pick<MockedEngineOptions, "resources" | "functions">;

const functions = { "aws:index/getCallerIdentity:getCallerIdentity": { accountId: AWS_ACCOUNT } };

/** Answers of an update: everything gets its id. */
export const updateAnswers: Answers = {
  functions,
  resources: {
    [TYPES.endpoint]: (inputs) => ({ id: ENDPOINT_ID, state: { ...inputs, signingSecret: SIGNING_SECRET } }),
    [TYPES.secret]: (inputs) => ({ id: SECRET_ARN, state: { ...inputs, arn: SECRET_ARN } }),
    [TYPES.version]: (inputs) => ({ id: `${SECRET_ARN}|1`, state: inputs }),
    [TYPES.policy]: (inputs) => ({ id: SECRET_ARN, state: inputs }),
  },
};

/** Answers of a first preview: ids are not known yet. */
export const previewAnswers: Answers = {
  functions,
  resources: Object.fromEntries(
    [TYPES.endpoint, TYPES.secret, TYPES.version, TYPES.policy].map((type) => [
      type,
      (inputs) => ({ state: inputs }),
    ]),
  ),
};
