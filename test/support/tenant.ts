import { fakeAccountId, fakeKey } from "../../sandbox/emulators/stripe/fake-keys";
import type { EndpointInputs } from "../../src/endpoint/endpoint-state";
import { eventMap } from "../../src/endpoint/endpoint-state";
import { marksOf } from "../../src/endpoint/marks";
import { enabledEventsFor } from "../../src/endpoint/required-events";
import { callbackUrl, type Environment, factsOf } from "../../src/environments";

/** AWS account that the emulator answers for. */
export const AWS_ACCOUNT = "123456789012";

/** A valid publisher; every credential is built here, at run time. */
export interface Tenant {
  readonly environment: Environment;
  readonly companyId: string;
  readonly accountId: string;
  readonly secretKey: string;
  readonly publishableKey: string;
  /** What the stack configuration holds, by full keys, as Pulumi's runtime hands it over. */
  readonly config: Readonly<Record<string, string>>;
  /** What the program declares of the endpoint. */
  readonly inputs: EndpointInputs & Record<string, unknown>;
}

/** Builds a tenant; a test states only what differs. */
export function tenant({ environment = "stage" as Environment, label = "acme" } = {}): Tenant {
  const { mode } = factsOf(environment);
  const accountId = fakeAccountId(label);
  const companyId = `${label}${environment}00000000000000000000`.replace(/[^A-Za-z0-9]/g, "").slice(0, 20);
  const secretKey = fakeKey("sk", mode, label, accountId);
  const publishableKey = fakeKey("pk", mode, label, accountId);
  return {
    environment,
    companyId,
    accountId,
    secretKey,
    publishableKey,
    config: {
      "aws:region": "eu-central-1",
      "aws:allowedAccountIds": JSON.stringify([AWS_ACCOUNT]),
      "plenigo-stripe:companyId": companyId,
      "plenigo-stripe:stripeAccountId": accountId,
      "plenigo-stripe:stripePublishableKey": publishableKey,
      "plenigo-stripe:stripeSecretKey": secretKey,
    },
    inputs: {
      environment,
      stripeAccountId: accountId,
      url: callbackUrl(environment, companyId),
      enabledEvents: eventMap(enabledEventsFor([])),
      description: "a tenant",
      enabled: true,
      role: "current",
      generation: 1,
      marks: marksOf("plenigo-stripe", environment, companyId, 1),
      signingSecret: "",
    },
  };
}
