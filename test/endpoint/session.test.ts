import { fakeKey } from "../../sandbox/emulators/stripe/fake-keys";
import { managingKey } from "../../src/endpoint/session";

const keys = {
  STRIPE_API_KEY: fakeKey("rk", "test", "variable"),
  stripeDeployKey: fakeKey("rk", "test", "deploy"),
  stripeSecretKey: fakeKey("sk", "test", "secret"),
};
type Label = keyof typeof keys;

/** The managing key where these are set. */
function managedWith(set: Partial<Record<Label, string>>) {
  const config = { get: (fullKey: string) => set[fullKey.replace("plenigo-stripe:", "") as Label] };
  return managingKey(config, { STRIPE_API_KEY: set.STRIPE_API_KEY });
}

it.each([
  ["STRIPE_API_KEY before all others", keys, "STRIPE_API_KEY"],
  ["the deploy key before the tenant's", { ...keys, STRIPE_API_KEY: undefined }, "stripeDeployKey"],
  ["the deploy key when the variable is empty", { ...keys, STRIPE_API_KEY: "" }, "stripeDeployKey"],
  ["the tenant's key when there is no other", { stripeSecretKey: keys.stripeSecretKey }, "stripeSecretKey"],
] as const)("works with %s", (_, set, label) => {
  expect(managedWith(set)?.label).toBe(label);
  expect(managedWith(set)?.value === keys[label]).toBe(true);
});

it("has no managing key where none is set", () => {
  expect(managedWith({})).toBeUndefined();
});

it.each(Object.keys(keys) as Label[])(
  "takes blanks and line ends off %s, as a pipeline may leave them",
  (label) => {
    expect(managedWith({ [label]: ` ${keys[label]}\n` })?.value === keys[label]).toBe(true);
  },
);
