import { refuseOneKeyForMany } from "../../../../src/commands/fleet/run/refusals";
import { readFleet } from "../../../../src/commands/fleet/select";
import { companyId, folderWith, PROJECT, stackFileText } from "../../../support/project-folder";

const text = stackFileText(companyId(1));
const other = stackFileText(companyId(2)).replace("acct_1000000000000000", "acct_2000000000000000");
const same = stackFileText(companyId(3));

const stacks = (...texts: readonly string[]) => {
  const files = texts.map((content, index) => [`Pulumi.t${index}.stage.yaml`, content]);
  return readFleet(folderWith({ "Pulumi.yaml": PROJECT, ...Object.fromEntries(files) })).stacks;
};

it("refuses STRIPE_API_KEY over several accounts", () => {
  expect(() => refuseOneKeyForMany(stacks(text, other), { STRIPE_API_KEY: "set" })).toThrow(
    /one-key-many-accounts: .* 2 Stripe accounts[\s\S]*unset STRIPE_API_KEY/,
  );
});

it.each([
  ["no such key", [text, other], {}],
  ["an empty one", [text, other], { STRIPE_API_KEY: " " }],
  ["stacks of one account", [text, same], { STRIPE_API_KEY: "set" }],
])("goes on with %s", (_, texts, env) => {
  expect(() => refuseOneKeyForMany(stacks(...texts), env)).not.toThrow();
});
