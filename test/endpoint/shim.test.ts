import { createHash } from "node:crypto";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { SHIM } from "../../src/endpoint/shim";
import { redact } from "../../src/errors";

// The text lies in the state of every stack: another one is an update everywhere.
it("is the same text for ever", () => {
  const digest = createHash("sha256").update(SHIM).digest("hex");
  expect(digest).toBe("068947c15228a27d0aa1682aab5b0b7eac84c4dea15c8300ddca8e663a891c8f");
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
  expect(isIn(SHIM)).toBe(false);
});

it("stays small, since each resource of each stack holds it twice", () => {
  expect(SHIM.length).toBeLessThan(6000);
});

it("has every method that Pulumi calls, and the one that hands it the configuration", () => {
  const exported: { handler?: () => object } = {};
  new Function("exports", SHIM)(exported);
  const methods = ["check", "configure", "create", "delete", "diff", "read", "update"];
  expect(Object.keys(exported.handler?.() ?? {}).sort()).toEqual(methods);
});
