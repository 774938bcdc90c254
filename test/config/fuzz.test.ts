import fc from "fast-check";
import { AWS_FIELDS, FIELDS } from "../../src/config/fields";
import { readStackConfig, type StackConfig } from "../../src/config/stack-config";
import { callbackUrl } from "../../src/environments";
import { UserError } from "../../src/errors";
import { connectionSecretText } from "../../src/secret/connection-secret";
import { configSource } from "../support/config-source";

const RUNS = 2_000;
const KEYS = [...Object.keys(FIELDS), ...Object.keys(AWS_FIELDS)];
/** Keys that are judged together: a value of the one may be refused in the name of the other. */
const PARTNERS: Readonly<Record<string, string>> = {
  adoptEndpointId: "adoptSigningSecret",
  adoptSigningSecret: "adoptEndpointId",
  secretReaders: "kmsKeyId",
  signingSecretGeneration: "previousGeneration",
};

/** What people paste by mistake; the letters after the prefix are the part that nobody may see. */
const secret = fc
  .tuple(
    fc.constantFrom("sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_"),
    fc.stringMatching(/^[A-Za-z0-9]{24,99}$/),
  )
  .map((parts) => parts.join(""));

/** Values that a stack file can hold, among them the ones that are nearly right. */
const yamlValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.constantFrom(
    "",
    " ",
    "<…>",
    "*",
    "stage",
    "live",
    "enabled",
    "removed",
    "null",
    "__proto__",
    "\0",
    "[",
    "{}",
  ),
  fc.constantFrom("acct_1", "we_1", "2026-10-28.endive", "eu-central-1", "charge.refunded", "alias/key"),
  fc.constantFrom("arn:aws:iam::210987654321:root", "123456789012", "charge.dispute.creatd", "1e999", "-0"),
  fc.integer().chain((length) => fc.constant("x".repeat(Math.abs(length) % 70_000))),
  fc.integer({ min: -2, max: 40 }),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 3 }),
  fc.array(
    fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("charge.failed", "*", 123456789012, null)),
  ),
);

/** As Pulumi hands it over: text as it is, everything else as JSON, with Go's escapes. */
function asPulumiHandsItOver(value: unknown): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}

/** A secret, pasted alone, into a longer text, or somewhere into a structured value. */
const pasted = (text: string): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.constant(text),
    fc.string({ unit: "binary", maxLength: 10 }).map((around) => `${around} ${text} ${around}`),
    fc.constantFrom(
      [text],
      { [text]: text },
      [[text]],
      [{ key: text }],
      `arn:aws:iam::210987654321:role/${text}`,
    ),
  );

const key = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...KEYS) },
  { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 30 }).filter((name) => !name.includes(":")) },
);

/** Reads a stack's configuration; what it says is all that a user would see. */
function read(set: Readonly<Record<string, string>>): { config?: StackConfig; said: string } {
  try {
    const { config, warnings } = readStackConfig(configSource({ set }));
    return { config, said: warnings.join("\n") };
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "config-invalid") throw error;
    return { said: error.message };
  }
}

/** A configuration that is taken must be good for everything that is made of it. */
function expectToBeWhole(config: StackConfig): void {
  const { environment, companyId, stripeAccountId, stripePublishableKey, stripeSecretKey } = config;
  const text = connectionSecretText({
    ...{ companyId, environment, schemaVersion: "1", stripeAccountId, stripePublishableKey, stripeSecretKey },
    webhookEndpointId: "we_1",
    webhookSigningSecret: `whsec_${"a".repeat(32)}`,
    webhookUrl: callbackUrl(environment, companyId),
  });
  expect(Buffer.byteLength(text)).toBeLessThan(65_536);
  const { signingSecretGeneration, recoveryWindowInDays } = config;
  expect([signingSecretGeneration, recoveryWindowInDays].every(Number.isSafeInteger)).toBe(true);
}

const isNamed = (said: string, name: string) =>
  [name, PARTNERS[name]].some((candidate) => candidate !== undefined && said.includes(`  ${candidate}`));

it("takes any value of any key, or refuses it in one message that names the key", () => {
  fc.assert(
    fc.property(key, yamlValue, (name, value) => {
      const { config, said } = read({ [name]: asPulumiHandsItOver(value) });
      if (config) expectToBeWhole(config);
      else expect(isNamed(said, name)).toBe(true);
      expect(said).not.toMatch(/^ +at .*:\d+/m);
    }),
    { numRuns: RUNS },
  );
});

it("takes any combination of values, or refuses it in one message", () => {
  fc.assert(
    fc.property(fc.dictionary(key, yamlValue, { maxKeys: 8 }), (values) => {
      const set = Object.entries(values).map(([name, value]) => [name, asPulumiHandsItOver(value)]);
      const { config, said } = read(Object.fromEntries(set));
      if (config) expectToBeWhole(config);
      else expect(said.split("config-invalid: ")).toHaveLength(2);
    }),
    { numRuns: RUNS / 2 },
  );
});

it("never repeats a secret, wherever it was pasted", () => {
  const placed = secret.chain((text) => fc.tuple(fc.constant(text), key, pasted(text)));
  fc.assert(
    fc.property(placed, ([text, name, value]) => {
      const { config, said } = read({ [name]: asPulumiHandsItOver(value) });
      const [, body = ""] = /^(?:[a-z]+_(?:live_|test_)?)(.*)$/.exec(text) ?? [];
      expect(said.includes(body.slice(0, 12))).toBe(false);
      // What is taken is shown in previews and goes to Stripe and AWS: a secret has no place in it, but in its own key.
      const isItsPlace = ["stripeSecretKey", "stripeDeployKey", "adoptSigningSecret"].includes(name);
      if (config && !isItsPlace) expect(JSON.stringify(config).includes(body)).toBe(false);
    }),
    { numRuns: RUNS },
  );
});
