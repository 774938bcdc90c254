import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { shim } from "../../src/endpoint/shim";
import { redact } from "../../src/errors";
import { serializedShim } from "../support/serialized-shim";

const text = serializedShim();

// The text lies in the state of every stack: another one is an update everywhere. Change the fixture only on purpose.
it("is serialized to the same text for ever", () => {
  expect(text).toBe(readFileSync(join(__dirname, "serialized-shim.txt"), "utf8"));
});

it.each([
  ["path of this checkout", (written: string) => written.includes(CHECKOUT)],
  ["absolute path", (written: string) => /["'`(]\/\w|[A-Za-z]:\\|file:/.test(written)],
  [
    "key or signing secret",
    (written: string) => redact(written) !== written || /[srp]k_|whsec/.test(written),
  ],
  ["name of the configuration's keys", (written: string) => /stripe\w*Key|STRIPE_API_KEY/.test(written)],
  ["comment", (written: string) => /\/\/ |\/\*/.test(written)],
])("holds no %s", (_, isIn) => {
  expect(isIn(text)).toBe(false);
});

it("stays small, since each resource of each stack holds it twice", () => {
  expect(text.length).toBeLessThan(6000);
});

it("has every method that Pulumi calls, and the one that hands it the configuration", () => {
  const methods = ["check", "configure", "create", "delete", "diff", "read", "update"];
  expect(Object.keys(shim).sort()).toEqual(methods);
});
