import { fakeKey, fakeOrganizationKey, fakeSigningSecret } from "../../sandbox/emulators/stripe/fake-keys";
import { AWS_FIELDS, FIELDS } from "../../src/config/fields";
import { readStackConfig } from "../../src/config/stack-config";
import { configSource, refusalOf } from "../support/config-source";

const SECRETS = [
  ["a secret key", fakeKey("sk", "live", "secrecy")],
  ["a restricted key", fakeKey("rk", "live", "secrecy")],
  ["an organization's key", fakeOrganizationKey("secrecy")],
  ["a signing secret", fakeSigningSecret("secrecy")],
] as const;
const KEYS = [...Object.keys(FIELDS), ...Object.keys(AWS_FIELDS)];
const LISTS = ["additionalEvents", "secretReaders", "aws:allowedAccountIds"];

/** Everything that a configuration makes us say: the refusal, or the warnings of an accepted one. */
function saidAbout(set: Record<string, string>): string {
  try {
    return readStackConfig(configSource({ set })).warnings.join("\n");
  } catch (error) {
    return (error as Error).message;
  }
}

/** Longest piece of a secret that a text may hold: its prefix, `whsec_` or `sk_org_live_`. */
const holdsPartOf = (text: string, secret: string) => text.includes(secret.slice(0, 15));

describe.each(SECRETS)("%s", (_, secret) => {
  it.each(KEYS)("is never repeated when it is pasted into %s", (key) => {
    expect(holdsPartOf(saidAbout({ [key]: secret }), secret)).toBe(false);
  });

  it.each(LISTS)("is never repeated when it is an item of %s", (key) => {
    const said = saidAbout({ [key]: JSON.stringify([secret]) });
    expect(said).toContain(key);
    expect(holdsPartOf(said, secret)).toBe(false);
  });

  it.each([
    ["the name of a key", (text: string) => ({ [text]: "x" })],
    ["a part of a key's name", (text: string) => ({ [`my_${text}`]: "x" })],
    ["a reader's name", (text: string) => ({ secretReaders: `["arn:aws:iam::210987654321:role/${text}"]` })],
  ])("is taken out of the message when it is %s", (_place, set) => {
    const message = refusalOf({ set: set(secret) });
    expect(message).toContain("[redacted]");
    expect(holdsPartOf(message, secret)).toBe(false);
  });
});

it("repeats no refused value, secret or not", () => {
  const value = "Quite Unlikely Value";
  const all = Object.fromEntries(KEYS.filter((key) => key !== "description").map((key) => [key, value]));
  expect(refusalOf({ set: all })).not.toContain(value);
});
