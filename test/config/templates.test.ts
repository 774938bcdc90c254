import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sampleValues } from "../../sandbox/sample-tenant";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { type Environment, factsOf, fullKeyOf } from "../../src/environments";
import { faultsOf, refusalOf } from "../support/config-source";
import { tenant } from "../support/tenant";

// Comes with @pulumi/pulumi, without types.
const { load } = require("js-yaml") as { load(text: string): { config: Record<string, unknown> } };

/** The template's values as the engine hands them over: lists as JSON with escaped angle brackets. */
function template(environment: Environment): Record<string, string | undefined> {
  const { config } = load(readFileSync(join(CHECKOUT, `Pulumi.${environment}.yaml`), "utf8"));
  const text = (value: unknown) =>
    typeof value === "string"
      ? value
      : JSON.stringify(value).replaceAll("<", "\\u003c").replaceAll(">", "\\u003e");
  const values = Object.entries(config).map(([key, value]) => [key, text(value)] as const);
  return { stripeSecretKey: undefined, ...Object.fromEntries(values) };
}

describe.each(["stage", "live"] as const)("the untouched template of %s", (environment) => {
  const of = tenant({ environment });

  it("asks for every value that is still missing, at once", () => {
    expect(refusalOf({ of, set: template(environment) })).toBe(
      `config-invalid: 6 values of stack ${environment} must be fixed:
  companyId still has the template's placeholder
      pulumi config set plenigo-stripe:companyId COMPANY_ID --stack ${environment}
  stripeAccountId still has the template's placeholder
      pulumi config set plenigo-stripe:stripeAccountId acct_… --stack ${environment}
  stripePublishableKey still has the template's placeholder
      pulumi config set plenigo-stripe:stripePublishableKey pk_… --stack ${environment}
  aws:region still has the template's placeholder
      pulumi config set aws:region eu-central-1 --stack ${environment}
  aws:allowedAccountIds still has the template's placeholder
      pulumi config set --path 'aws:allowedAccountIds[0]' ACCOUNT_ID --stack ${environment}
  stripeSecretKey is missing: plenigo needs both keys, or none (Stripe Connect)
      pulumi config set --secret plenigo-stripe:stripeSecretKey --stack ${environment}
  where  Pulumi.${environment}.yaml
  Nothing was written.`,
    );
  });

  it("bounds the time that an update may take while AWS fails", () => {
    expect(template(environment)["aws:maxRetries"]).toBe("5");
  });

  it.each(
    Object.keys(template(environment)).filter((key) => key !== "stripeSecretKey" && key !== "aws:maxRetries"),
  )("asks for %s no more once it is replaced", (key) => {
    const set = { ...template(environment), [key]: of.config[fullKeyOf(key)] };
    const asked = faultsOf({ of, set }).map(({ fault }) => fault.split(" ")[0]);
    expect(asked).toHaveLength(5);
    expect(asked).not.toContain(key.replace("plenigo-stripe:", ""));
  });

  it("holds the same values as the sandbox's stack", () => {
    const set = Object.keys(sampleValues(environment).plain).map(fullKeyOf);
    expect(set.sort()).toEqual(
      Object.keys(template(environment))
        .filter((key) => key !== "stripeSecretKey")
        .sort(),
    );
  });

  it("names the mode of the keys that the environment needs", () => {
    expect(template(environment)["plenigo-stripe:stripePublishableKey"]).toContain(
      `pk_${factsOf(environment).mode}_...`,
    );
  });
});
