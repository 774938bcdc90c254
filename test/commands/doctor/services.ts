import {
  type SecretsManagerEmulator,
  startSecretsManagerEmulator,
} from "../../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { type StripeEmulator, startStripeEmulator } from "../../../sandbox/emulators/stripe/stripe-emulator";
import { serviceVariables, withVariables } from "../../../sandbox/environment";
import { tenant } from "../../support/tenant";

/** The publisher of these tests. */
export const acme = tenant();

/** Emulators of the running test, and an environment that leads to them. */
export const services = {} as { stripe: StripeEmulator; aws: SecretsManagerEmulator; env: NodeJS.ProcessEnv };

/** Gives each test of a file emulators of its own. AWS's SDK reads this process's environment. */
export function useServices(): void {
  const before = { ...process.env };
  beforeEach(async () => {
    const accounts = [{ id: acme.accountId, keys: [{ key: acme.secretKey }] }];
    const denied = { reader: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"] };
    services.stripe = await startStripeEmulator({ accounts });
    services.aws = await startSecretsManagerEmulator({ denied });
    const addresses = serviceVariables({ stripe: services.stripe.url, secretsManager: services.aws.url });
    services.env = withVariables(before, addresses, { PLENIGO_STRIPE_RETRY_BUDGET_MS: "10000" });
    process.env = { ...services.env };
  });
  afterEach(async () => {
    process.env = before;
    await Promise.all([services.stripe.close(), services.aws.close()]);
  });
}
