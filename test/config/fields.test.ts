import { FIELDS } from "../../src/config/fields";
import { readStackConfig } from "../../src/config/stack-config";
import { configSource, faultsOf, type SourceChanges } from "../support/config-source";
import { AWS_ACCOUNT, tenant } from "../support/tenant";

const accept = (changes: SourceChanges) => readStackConfig(configSource(changes)).config;
const fault = (set: SourceChanges["set"]) => faultsOf({ set }).map((found) => found.fault);

const role = `arn:aws:iam::${AWS_ACCOUNT}:role/plenigo`;
const COMPANY = "must be the plenigo company id: exactly 20 letters and digits, case kept";
const DAYS = "must be 0 or 7 to 30 days";
const VERSION = "must be a Stripe API version, YYYY-MM-DD or YYYY-MM-DD.name";
const READERS = "must be a list of ARNs of IAM roles, users or account roots; `*` is refused";
const AWS_ACCOUNTS = "must be a list of AWS account ids of 12 digits, in quotes";

describe("a value of the wrong form is refused:", () => {
  it.each([
    ["a company id of 19 characters", "companyId", "A".repeat(19), COMPANY],
    ["a company id of 21 characters", "companyId", "A".repeat(21), COMPANY],
    ["a company id with a hyphen", "companyId", "AAAAAAAAAA-AAAAAAAAA", COMPANY],
    ["a company id with an umlaut", "companyId", `ü${"A".repeat(19)}`, COMPANY],
    ["an empty company id", "companyId", " ", "is empty"],
    [
      "an account id of another kind",
      "stripeAccountId",
      "cus_1234",
      "must be the Stripe account's id, acct_…",
    ],
    ["an account id without its end", "stripeAccountId", "acct_", "must be the Stripe account's id, acct_…"],
    ["an empty publishable key", "stripePublishableKey", "", "is empty"],
    ["an empty secret key", "stripeSecretKey", "", "is empty"],
    ["an unknown environment", "environment", "prod", "must be stage or live"],
    ["events as one text", "additionalEvents", "charge.refunded", "must be a list of event names"],
    ["a number among the events", "additionalEvents", "[1]", "must be a list of event names"],
    ["an empty event", "additionalEvents", '[""]', "holds an empty name"],
    ["an API version that is no date", "apiVersion", "endive", VERSION],
    ["an API version in capitals", "apiVersion", "2026-10-28.Endive", VERSION],
    [
      "a description of 5,001 characters",
      "description",
      "x".repeat(5001),
      "is longer than the 5,000 characters that Stripe takes",
    ],
    ["a KMS key with a blank", "kmsKeyId", "my key", "must be the ARN, id or alias of a KMS key"],
    ["a recovery window of 6 days", "recoveryWindowInDays", "6", DAYS],
    ["a recovery window of 31 days", "recoveryWindowInDays", "31", DAYS],
    ["a recovery window below 0", "recoveryWindowInDays", "-1", DAYS],
    ["half a day", "recoveryWindowInDays", "7.5", DAYS],
    ["days in words", "recoveryWindowInDays", "a week", DAYS],
    ["all readers", "secretReaders", '["*"]', READERS],
    ["readers as one text", "secretReaders", role, "must be a list of ARNs of IAM principals"],
    ["a number among the readers", "secretReaders", "[1]", "must be a list of ARNs of IAM principals"],
    ["a wildcard at a reader's end", "secretReaders", JSON.stringify([`${role}*`]), READERS],
    [
      "a session in place of its role",
      "secretReaders",
      JSON.stringify([`arn:aws:sts::${AWS_ACCOUNT}:assumed-role/plenigo/me`]),
      READERS,
    ],
    ["a protection that is neither true nor false", "protect", "maybe", "must be true or false"],
    ["a region that is none", "aws:region", "Frankfurt", "must be an AWS region, for example eu-central-1"],
    ["an AWS account of 11 digits", "aws:allowedAccountIds", '["12345678901"]', AWS_ACCOUNTS],
    ["an object among the AWS accounts", "aws:allowedAccountIds", '[{"toString":1}]', AWS_ACCOUNTS],
    ["an AWS account as plain text", "aws:allowedAccountIds", "acme", "must be a list of AWS account ids"],
    ["no AWS account at all", "aws:allowedAccountIds", "[]", "must name at least one AWS account id"],
  ])("%s", (_, key, value, reason) => {
    expect(fault({ [key]: value })).toEqual([`${key} ${reason}`]);
  });
});

describe("a value at the edge of its form is accepted:", () => {
  it.each([
    ["a company id of digits only", "companyId", "01234567890123456789", "01234567890123456789"],
    ["an API version without a name", "apiVersion", "2020-08-27", "2020-08-27"],
    ["an API version newer than the SDK", "apiVersion", "2031-01-31.zinnia", "2031-01-31.zinnia"],
    ["a description of 5,000 characters", "description", "x".repeat(5000), "x".repeat(5000)],
    ["an empty description", "description", "", ""],
    ["a recovery window of 0 days", "recoveryWindowInDays", "0", 0],
    ["a recovery window of 30 days", "recoveryWindowInDays", "30", 30],
    ["no additional events", "additionalEvents", "[]", []],
    [
      "a KMS key by its ARN",
      "kmsKeyId",
      "arn:aws:kms:eu-central-1:123456789012:key/ab-12",
      expect.any(String),
    ],
  ])("%s", (_, key, value, expected) => {
    expect(accept({ set: { [key]: value } })).toHaveProperty(key, expected);
  });

  it.each([
    ["a commercial region", "eu-central-1"],
    ["a region of the government's cloud", "us-gov-west-1"],
    ["a region of the European Sovereign Cloud", "eusc-de-east-1"],
  ])("%s", (_, region) => {
    expect(accept({ set: { "aws:region": region } }).region).toBe(region);
  });

  it.each([
    ["an account's root", `arn:aws:iam::${AWS_ACCOUNT}:root`],
    ["a user", `arn:aws:iam::${AWS_ACCOUNT}:user/plenigo`],
    ["a role with a path", `arn:aws:iam::${AWS_ACCOUNT}:role/service/plenigo-reader`],
    ["a role of another partition", `arn:aws-eusc:iam::${AWS_ACCOUNT}:role/plenigo`],
  ])("%s as a reader", (_, reader) => {
    expect(accept({ set: { secretReaders: JSON.stringify([reader]) } }).secretReaders).toEqual([reader]);
  });

  it("an AWS account id that YAML took for a number", () => {
    expect(accept({ set: { "aws:allowedAccountIds": `[${AWS_ACCOUNT}]` } })).toBeTruthy();
  });

  it.each(["companyId", "stripeSecretKey", "stripePublishableKey"])("%s with a line end after it", (key) => {
    const value = tenant().config[`plenigo-stripe:${key}`];
    expect(accept({ set: { [key]: `${value}\n` } })).toHaveProperty(key, value);
  });
});

describe("a value that must be there is asked for:", () => {
  it.each([
    ["companyId", "pulumi config set plenigo-stripe:companyId COMPANY_ID --stack stage"],
    ["stripeAccountId", "pulumi config set plenigo-stripe:stripeAccountId acct_… --stack stage"],
    ["aws:region", "pulumi config set aws:region eu-central-1 --stack stage"],
    ["aws:allowedAccountIds", "pulumi config set --path 'aws:allowedAccountIds[0]' ACCOUNT_ID --stack stage"],
  ])("%s", (key, next) => {
    expect(faultsOf({ set: { [key]: undefined } })).toEqual([{ fault: `${key} is missing`, next }]);
  });
});

describe("a key that must be encrypted", () => {
  it.each(["stripeSecretKey", "stripeDeployKey"])("is refused in plain text: %s", (key) => {
    const set = { [key]: tenant().secretKey };
    expect(faultsOf({ set, plainText: [key] })).toEqual([
      {
        fault: `${key} is stored in plain text; it must be encrypted`,
        next: `pulumi config set --secret plenigo-stripe:${key} --stack stage`,
      },
    ]);
  });
});

it("sets every encrypted key at the prompt and every other one with a value", () => {
  const fields = Object.entries(FIELDS);
  const atThePrompt = fields.filter(([, { placeholder }]) => placeholder === "").map(([key]) => key);
  expect(atThePrompt).toEqual(fields.filter(([, { encrypted }]) => encrypted).map(([key]) => key));
});
