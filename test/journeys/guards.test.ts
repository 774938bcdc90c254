import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { fakeAccountId, fakeKey } from "../../sandbox/emulators/stripe/fake-keys";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";

const UP = ["up", "--yes", "--skip-preview"] as const;

describeWithEngine("before anything is written", () => {
  let journey: Journey;
  beforeEach(async () => {
    journey = await Journey.open();
  });
  afterEach(() => journey.close());

  async function expectRefused(message: RegExp) {
    for (const command of [["preview"], UP]) {
      const { code, text, writes } = await journey.pulumi(...command);
      expect(text).toMatch(message);
      expect(text).not.toMatch(/\n +at .*\.[jt]s:\d+/);
      expect({ failed: code !== 0, writes }).toEqual({ failed: true, writes: [] });
    }
    expect(journey.aws.secrets()).toEqual([]);
  }

  it("a foreign endpoint on our URL is refused with its id and the way out", async () => {
    const url = `https://callbacks.plenigo-stage.com/callbacks/v1.0/stripe/${journey.tenant.companyId}`;
    const { id } = journey.stripe.addEndpoint(journey.tenant.accountId, "test", {
      url,
      enabled_events: ["charge.failed"],
    });
    await expectRefused(
      new RegExp(`foreign-endpoint: .*${id}[\\s\\S]*stripe webhook_endpoints delete ${id}`),
    );
  });

  it("a key of another account is refused, naming both accounts", async () => {
    const other = fakeAccountId("other");
    const key = fakeKey("sk", "test", "other", other);
    journey.stripe.addAccount({ id: other, keys: [{ key }] });
    await journey.configure("stripeSecretKey", key, true);
    await expectRefused(new RegExp(`account-mismatch: .*${other}.*${journey.tenant.accountId}`));
  });

  it("a key of the other mode is refused by its form", async () => {
    await journey.configure("stripeSecretKey", fakeKey("sk", "live", "acme"), true);
    await expectRefused(/stripeSecretKey is a live key, but this stack is stage \(Stripe test mode\)/);
  });

  it("an AWS account that is not allowed is refused before Stripe is written to", async () => {
    await journey.pulumi("config", "set", "--path", "aws:allowedAccountIds[0]", "210987654321");
    await expectRefused(/AWS account ID not allowed: 123456789012/);
    expect(journey.endpoints()).toEqual([]);
  });

  it("a restricted key without the right is refused with the missing permission; a denied list is never 'none'", async () => {
    const key = fakeKey("rk", "test", "may not list");
    journey.stripe.addKey(journey.tenant.accountId, { key, permissions: ["accounts_kyc_basic_read"] });
    await journey.configure("stripeSecretKey", key, true);
    await expectRefused(/permission-missing: [\s\S]*webhook_read/);
  });

  it("Stripe out of reach fails naming Stripe, after bounded retries", async () => {
    await journey.stripe.close();
    await expectRefused(/stripe-unavailable: could not read the account: Stripe did not answer/);
  });

  it("a misspelt event is refused with the right one, and several mistakes are told at once", async () => {
    await journey.pulumi("config", "set", "--path", "plenigo-stripe:additionalEvents[0]", "charge.refundet");
    await journey.configure("companyId", "too short");
    await expectRefused(
      /2 values of stack stage[\s\S]*companyId must be[\s\S]*did you mean `charge\.refunded`\?/,
    );
  });
});

describeWithEngine("the untouched template", () => {
  it.each(["stage", "live"])(
    "Pulumi.%s.yaml makes a preview name every value that is missing, at once",
    async (stack) => {
      const journey = await Journey.open({ stack });
      copyFileSync(join(CHECKOUT, `Pulumi.${stack}.yaml`), join(journey.project, `Pulumi.${stack}.yaml`));
      const { code, text } = await journey.pulumi("preview");
      expect(code).not.toBe(0);
      const named = [
        "companyId",
        "stripeAccountId",
        "stripePublishableKey",
        "stripeSecretKey",
        "aws:region",
        "aws:allowedAccountIds",
      ];
      for (const key of named) expect(text).toMatch(new RegExp(`pulumi config set .*${key}`));
      expect(text).toMatch(/6 values of stack/);
      await journey.close();
    },
  );
});
