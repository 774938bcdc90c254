import { randomUUID } from "node:crypto";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { SecretsManagerEmulatorOptions } from "../../../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { type Refusal, refusalOf, startEmulatedAws } from "./emulated-aws";

interface Signing {
  readonly region?: string;
  /** What the signer puts into the scope instead of the client's own service. */
  readonly service?: string;
}

const SERVICES = {
  "Secrets Manager": async (endpoint: string, signing: Signing) => {
    const client = new SecretsManagerClient(configOf(endpoint, signing));
    return refusalOf(client.send(new DescribeSecretCommand({ SecretId: "s" })));
  },
  STS: async (endpoint: string, signing: Signing) => {
    const client = new STSClient(configOf(endpoint, signing));
    return refusalOf(client.send(new GetCallerIdentityCommand({})));
  },
} satisfies Record<string, (endpoint: string, signing: Signing) => Promise<Refusal>>;

/** Settings of AWS's own clients, which sign as `signing` says. */
function configOf(endpoint: string, { region = "eu-central-1", service }: Signing) {
  const credentials = { accessKeyId: "deployer", secretAccessKey: randomUUID() };
  const authSchemes = [
    { name: "sigv4", signingName: service as string, signingRegion: region, properties: {} },
  ];
  return {
    region,
    credentials,
    maxAttempts: 1,
    ...(service
      ? { endpointProvider: () => ({ url: new URL(endpoint), properties: { authSchemes } }) }
      : { endpoint }),
  };
}

// Found with moto: a client of Secrets Manager that was lent to STS signed everything for STS afterwards, and only this
// emulator did not look.
it.each<[keyof typeof SERVICES, string, Signing, SecretsManagerEmulatorOptions, Refusal]>([
  [
    "Secrets Manager",
    "the service sts",
    { service: "sts" },
    {},
    {
      name: "InvalidSignatureException",
      message: "Credential should be scoped to correct service: 'secretsmanager'. ",
      status: 400,
    },
  ],
  [
    "STS",
    "the service secretsmanager",
    { service: "secretsmanager" },
    {},
    {
      name: "SignatureDoesNotMatch",
      message: "Credential should be scoped to correct service: 'sts'. ",
      status: 403,
    },
  ],
  [
    "Secrets Manager",
    "another region than that of its endpoint",
    { region: "us-east-1" },
    { regions: ["eu-central-1", "eu-west-1"] },
    {
      name: "InvalidSignatureException",
      message: "Credential should be scoped to a valid region. ",
      status: 400,
    },
  ],
  [
    "STS",
    "another region than that of its endpoint",
    { region: "us-east-1" },
    { regions: ["eu-central-1"] },
    {
      name: "SignatureDoesNotMatch",
      message: "Credential should be scoped to a valid region. ",
      status: 403,
    },
  ],
  [
    "STS",
    "a region that AWS does not have",
    { region: "somewhere" },
    {},
    {
      name: "SignatureDoesNotMatch",
      message: "Credential should be scoped to a valid region. ",
      status: 403,
    },
  ],
  [
    "Secrets Manager",
    "both wrong",
    { region: "somewhere", service: "s3" },
    {},
    {
      name: "InvalidSignatureException",
      message:
        "Credential should be scoped to a valid region. Credential should be scoped to correct service: 'secretsmanager'. ",
      status: 400,
    },
  ],
])("%s refuses a signature for %s", async (service, _what, signing, options, refusal) => {
  const { emulator } = await startEmulatedAws(options);
  expect(await SERVICES[service](emulator.url, signing)).toEqual(refusal);
});

it.each(["eu-central-1", "us-gov-west-1", "cn-north-1", "ap-southeast-5"])(
  "the clients' own signatures for %s are taken",
  async (region) => {
    const { emulator } = await startEmulatedAws();
    await expect(SERVICES["Secrets Manager"](emulator.url, { region })).resolves.toMatchObject({
      name: "ResourceNotFoundException",
    });
    const sts = new STSClient(configOf(emulator.url, { region }));
    await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({
      Account: "123456789012",
    });
  },
);

const scope = "deployer/20260115/eu-central-1/sts/aws4_request";

it.each<[string, Record<string, string>, number, string, string]>([
  ["no credentials", {}, 403, "MissingAuthenticationToken", "Request is missing Authentication Token"],
  [
    "no scope",
    { authorization: "AWS4-HMAC-SHA256 x" },
    400,
    "IncompleteSignature",
    "Authorization header requires 'Credential' parameter.",
  ],
  [
    "half a scope",
    { authorization: "AWS4-HMAC-SHA256 Credential=deployer/20260115, Signature=0" },
    400,
    "IncompleteSignature",
    "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'deployer/20260115'",
  ],
  [
    "another terminator",
    { authorization: `AWS4-HMAC-SHA256 Credential=${scope.replace("aws4", "aws5")}, Signature=0` },
    403,
    "SignatureDoesNotMatch",
    "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'. ",
  ],
  [
    "the date of another day",
    {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, Signature=0`,
      "x-amz-date": "20260116T000000Z",
    },
    403,
    "SignatureDoesNotMatch",
    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260115' != '20260116', from '20260116T000000Z'. ",
  ],
])("STS refuses %s", async (_case, headers, status, code, message) => {
  const { emulator } = await startEmulatedAws();
  const body = "Action=GetCallerIdentity&Version=2011-06-15";
  const response = await fetch(emulator.url, {
    method: "POST",
    body,
    headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
  });
  const text = await response.text();
  expect(response.status).toBe(status);
  expect(text).toContain(`<Code>${code}</Code><Message>${message}</Message>`);
});
