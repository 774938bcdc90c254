import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity";
import { getRegion } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";
import { refuseUnfitInstallation } from "./config/fit-installation";
import { ofRightForm, type PassedValue } from "./config/passed-values";
import type { StackConfig } from "./config/stack-config";
import type { SecretPlace } from "./endpoint/endpoint-state";
import { heldByState } from "./endpoint/in-state";
import { WebhookEndpoint, type WebhookEndpointArgs } from "./endpoint/webhook-endpoint";
import { callbackUrl, connectionSecretName, type Environment } from "./environments";
import { messageOf } from "./errors";
import { programError } from "./program-error";
import { howStarted, ownForStack, stepOf, wordsOfStep } from "./remedies";
import { connectionSecretText } from "./secret/connection-secret";
import { storeConnection } from "./secret/stored-connection";

export { type LoadOptions, loadStackConfig } from "./config/pulumi-source";
export type { StackConfig } from "./config/stack-config";

/** What a connection is declared with: a stack's configuration; company and account may come from other resources. */
export interface PlenigoStripeConnectionArgs extends Omit<StackConfig, PassedValue> {
  readonly companyId: pulumi.Input<string>;
  readonly stripeAccountId: pulumi.Input<string>;
}

/**
 * What plenigo needs to work with one Stripe account in one environment: a webhook endpoint with plenigo's URL and
 * events, and the connection secret in AWS Secrets Manager with its signing secret and the keys.
 *
 * ```ts
 * const connection = new PlenigoStripeConnection("plenigo", loadStackConfig());
 * export const connectionSecretArn = connection.connectionSecretArn;
 * ```
 * One connection a stack: the provider reads its key from the stack's configuration (`plenigo-stripe:…`).
 */
export class PlenigoStripeConnection extends pulumi.ComponentResource {
  /** Where Stripe sends the events. */
  readonly webhookUrl: pulumi.Output<string>;
  /** `we_…` */
  readonly webhookEndpointId: pulumi.Output<string>;
  readonly connectionSecretName: pulumi.Output<string>;
  readonly connectionSecretArn: pulumi.Output<string>;

  constructor(name: string, args: PlenigoStripeConnectionArgs, options?: pulumi.ComponentResourceOptions) {
    refuseUnfitInstallation();
    super("plenigo-stripe:index:PlenigoStripeConnection", name, {}, options);
    const { environment } = args;
    const stripeAccountId = pulumi
      .output(args.stripeAccountId)
      .apply((id) => ofRightForm("stripeAccountId", id));
    const givenCompanyId = pulumi.output(args.companyId).apply((id) => ofRightForm("companyId", id));
    const companyId = afterAwsAccountIsProved(givenCompanyId, { parent: this });
    this.webhookUrl = companyId.apply((id) => callbackUrl(environment, id));
    const held = { inState: heldByState(), secretPlace: placeOfOwnProvider(this) };
    const endpoints = declareEndpoints(
      this,
      name,
      { ...args, ...held, companyId, stripeAccountId },
      this.webhookUrl,
    );
    const endpoint = endpoints.current;
    remindOfHandover(endpoint, environment);
    this.webhookEndpointId = endpoint.id;
    this.connectionSecretName = companyId.apply((id) => connectionSecretName(environment, id));
    const secret = storeConnection(
      name,
      {
        ...args,
        companyId,
        stripeAccountId,
        secretName: this.connectionSecretName,
        text: secretText({ ...args, companyId, stripeAccountId }, this.webhookUrl, endpoints),
      },
      { parent: this, dependsOn: endpoints.previous ? [endpoint, endpoints.previous] : [endpoint] },
    );
    this.connectionSecretArn = secret.arn;
    this.registerOutputs({
      webhookUrl: this.webhookUrl,
      webhookEndpointId: this.webhookEndpointId,
      connectionSecretName: this.connectionSecretName,
      connectionSecretArn: this.connectionSecretArn,
    });
  }
}

/**
 * Holds a value back until AWS has told whose credentials these are: the AWS provider refuses an account that is not in
 * `aws:allowedAccountIds` when it is first used, and that must be before Stripe is written to. A preview writes nothing;
 * there the secret's own check is enough.
 */
function afterAwsAccountIsProved(
  value: pulumi.Input<string>,
  options: pulumi.InvokeOptions,
): pulumi.Output<string> {
  if (pulumi.runtime.isDryRun()) return pulumi.output(value);
  const proof = getCallerIdentity({}, options).catch((error: unknown) => {
    // The engine tells the reason by itself; what comes here is a call that it has cut off.
    throw programError(`AWS has not told whose credentials these are: ${messageOf(error)}`);
  });
  return pulumi.all([value, proof]).apply(([known]) => known);
}

/**
 * Region and account that the connection secret lies in, where the program gives AWS a provider of its own; undefined
 * for the provider that the stack's configuration makes, which the provider of the endpoint knows by itself.
 */
function placeOfOwnProvider(component: pulumi.ComponentResource): pulumi.Output<SecretPlace> | undefined {
  const provider = component.getProvider("aws:secretsmanager/secret:Secret");
  if (!provider) return undefined;
  const options = { parent: component };
  return pulumi
    .all([getRegion({}, options), getCallerIdentity({}, options)])
    .apply(([{ region }, { accountId }]) => ({ region, accountId }));
}

/** Each update says that plenigo still needs the signing secret: the run that made it may have been killed. */
function remindOfHandover({ id, handedOverAt }: WebhookEndpoint, environment: Environment): void {
  if (pulumi.runtime.isDryRun()) return;
  pulumi.all([id, handedOverAt]).apply(([endpointId, at]) => {
    if (at !== "") return;
    pulumi.log.warn(
      `plenigo's ${environment} system needs the new signing secret of endpoint ${endpointId}: ` +
        wordsOfStep(stepOf(ownForStack("handover"), { stack: pulumi.getStack(), starter: howStarted() })),
    );
  });
}

/** The endpoint in use and, during a rotation, the one before. */
interface Endpoints {
  readonly current: WebhookEndpoint;
  readonly previous?: WebhookEndpoint;
}

/**
 * Each generation is a resource of its own: Pulumi then makes the new endpoint, stores its secret, and only at the end
 * of a run deletes what is not declared any more. The previous endpoint keeps the API version that it has.
 */
function declareEndpoints(
  parent: pulumi.Resource,
  name: string,
  args: PlenigoStripeConnectionArgs & Pick<WebhookEndpointArgs, "inState" | "secretPlace">,
  url: pulumi.Output<string>,
): Endpoints {
  const { signingSecretGeneration: generation, previousGeneration } = args;
  const current = new WebhookEndpoint(
    `${name}-generation-${generation}`,
    { ...args, url, generation, isSecretProtected: args.protect },
    { parent },
  );
  if (generation === 1 || previousGeneration === undefined || previousGeneration === "removed")
    return { current };
  const { environment, companyId, stripeAccountId, additionalEvents, description, inState } = args;
  const settings = { environment, companyId, stripeAccountId, additionalEvents, description, inState, url };
  const previous = new WebhookEndpoint(
    `${name}-generation-${generation - 1}`,
    { ...settings, generation: generation - 1, enabled: previousGeneration === "enabled", role: "previous" },
    { parent },
  );
  return { current, previous };
}

function secretText(
  args: PlenigoStripeConnectionArgs,
  webhookUrl: pulumi.Output<string>,
  { current, previous }: Endpoints,
): pulumi.Output<string> {
  const { environment, stripePublishableKey, stripeSecretKey } = args;
  return pulumi
    .all([
      pulumi.all([args.companyId, args.stripeAccountId, webhookUrl]),
      pulumi.all([current.id, current.signingSecret]),
      pulumi.all([previous?.id, previous?.signingSecret]),
    ])
    .apply(
      ([[companyId, stripeAccountId, url], [webhookEndpointId, webhookSigningSecret], [oldId, oldSecret]]) =>
        // In the preview of an update before the first refresh the state has yet to learn the signing secrets.
        [webhookSigningSecret, oldSecret].includes("") && pulumi.runtime.isDryRun()
          ? ""
          : connectionSecretText({
              companyId,
              environment,
              schemaVersion: "1",
              stripeAccountId,
              stripePublishableKey,
              stripeSecretKey,
              webhookEndpointId,
              webhookSigningSecret,
              webhookUrl: url,
              previousWebhookEndpointId: oldId,
              previousWebhookSigningSecret: oldSecret,
            }),
    );
}
