import * as pulumi from "@pulumi/pulumi";
import { ofRightForm, type PassedValue } from "../../src/config/passed-values";
import { readStackConfig } from "../../src/config/stack-config";
import { configSource } from "../support/config-source";
import { tenant } from "../support/tenant";

const acme = tenant();
const without = (key: PassedValue) => configSource({ set: { [key]: undefined } });

describe.each<PassedValue>(["companyId", "stripeAccountId"])("%s that the program passes itself", (key) => {
  it("may be missing in the configuration, and is missing in what is read", () => {
    const { config, warnings } = readStackConfig(without(key), [key]);
    expect(config).not.toHaveProperty(key, expect.anything());
    expect(config).toMatchObject({ environment: "stage", stripeSecretKey: acme.secretKey });
    expect(warnings).toEqual([]);
  });

  it("is asked for where nobody passes it", () => {
    expect(() => readStackConfig(without(key))).toThrow(
      new RegExp(`one value [^\n]*\n {2}${key} is missing`),
    );
  });

  it("is refused in the configuration as well, with the command that takes it out", () => {
    expect(() => readStackConfig(configSource(), [key])).toThrow(
      new RegExp(
        `${key} is passed by the program itself\n {6}pulumi config rm plenigo-stripe:${key} --stack stage`,
      ),
    );
  });
});

describe("the form of a passed value", () => {
  it("is that of the configuration", () => {
    expect(ofRightForm("companyId", acme.companyId)).toBe(acme.companyId);
    expect(ofRightForm("stripeAccountId", acme.accountId)).toBe(acme.accountId);
  });

  it.each<[string, PassedValue]>([
    ["must be the plenigo company id", "companyId"],
    ["must be the Stripe account's id", "stripeAccountId"],
  ])("stops the program without repeating the value where it is wrong: %s", (reason, key) => {
    const refuse = () => ofRightForm(key, "mistyped");
    expect(refuse).toThrow(expect.any(pulumi.RunError));
    expect(refuse).toThrow(new RegExp(`^config-invalid: the program passes a ${key} .*it ${reason}`));
    expect(refuse).not.toThrow("mistyped");
  });
});
