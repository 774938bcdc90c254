import { readerPolicy } from "../../src/secret/reader-policy";
import { AWS_ACCOUNT } from "../support/tenant";

const plenigo = `arn:aws:iam::${AWS_ACCOUNT}:role/plenigo`;
const audit = `arn:aws:iam::${AWS_ACCOUNT}:role/audit`;

it("lets the readers read the secret and look at its description, and nothing else", () => {
  expect(JSON.parse(readerPolicy([plenigo]))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "PlenigoStripeReaders",
        Effect: "Allow",
        Principal: { AWS: [plenigo] },
        Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
        Resource: "*",
      },
    ],
  });
});

it.each([
  ["in another order", [plenigo, audit]],
  ["named twice", [audit, plenigo, audit]],
])("is the same to the byte when readers are %s", (_, readers) => {
  expect(readerPolicy(readers)).toBe(readerPolicy([audit, plenigo]));
});

it("leaves the caller's list as it is", () => {
  const readers = Object.freeze([plenigo, audit]);
  readerPolicy(readers);
  expect(readers).toEqual([plenigo, audit]);
});
