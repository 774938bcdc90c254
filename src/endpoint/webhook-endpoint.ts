import * as pulumi from "@pulumi/pulumi";
import { type DeclaredSettings, declaredSettings } from "./declared-settings";
import type { HeldByState, PreviousGeneration, SecretPlace } from "./endpoint-state";
import { marksOf } from "./marks";
import { ENDPOINT_TYPE, SHIM } from "./shim";

/** What a Stripe webhook endpoint is declared with. */
export interface WebhookEndpointArgs extends DeclaredSettings {
  /** plenigo company id; marks the endpoint as this stack's. */
  readonly companyId: pulumi.Input<string>;
  /** `acct_…`; every key is proved against it before anything is written. */
  readonly stripeAccountId: pulumi.Input<string>;
  /** Where Stripe sends the events. */
  readonly url: pulumi.Input<string>;
  /** API version that events are rendered in. Create-only; default: the account's, at the time of the event. */
  readonly apiVersion?: string;
  /** Number of this endpoint, from 1. */
  readonly generation: number;
  /** Of the current endpoint: what the one of the generation before does. */
  readonly previousGeneration?: PreviousGeneration;
  /** Existing endpoint to take over instead of making one, and its signing secret (secret). Create-only. */
  readonly adoptEndpointId?: string;
  readonly adoptSigningSecret?: string;
  /** Whether Pulumi protects the connection secret: then no other company id is taken. */
  readonly isSecretProtected?: boolean;
  /** Where the connection secret lies, where AWS resources have a provider of their own. */
  readonly secretPlace?: pulumi.Input<SecretPlace>;
  /** What the stack's state holds; undefined where the engine could not tell. */
  readonly inState: pulumi.Input<HeldByState | undefined>;
}

/**
 * A Stripe webhook endpoint of one stack, enabled. Its id is Stripe's (`we_…`). All settings change in place; it is
 * replaced only when it is gone in Stripe. The signing secret stays with it for life.
 */
export class WebhookEndpoint extends pulumi.CustomResource {
  /** The endpoint's signing secret, `whsec_…`. Secret. */
  declare readonly signingSecret: pulumi.Output<string>;
  /** When a person has entered the endpoint in plenigo, as ISO time; empty while that is due. */
  declare readonly handedOverAt: pulumi.Output<string | undefined>;

  constructor(name: string, args: WebhookEndpointArgs, options?: pulumi.CustomResourceOptions) {
    const { environment, companyId, stripeAccountId, url, generation } = args;
    const marks = pulumi
      .output(companyId)
      .apply((id) => marksOf(pulumi.getProject(), pulumi.getStack(), id, generation));
    const inputs = {
      environment,
      stripeAccountId,
      url,
      ...declaredSettings(args),
      generation,
      marks,
      ...given({
        apiVersion: args.apiVersion,
        previousGeneration: args.previousGeneration,
        adoptEndpointId: args.adoptEndpointId,
        adoptSigningSecret: args.adoptSigningSecret && pulumi.secret(args.adoptSigningSecret),
        isSecretProtected: args.isSecretProtected,
        secretPlace: args.secretPlace,
      }),
      inState: args.inState,
      // Outputs that are not inputs resolve only when they are named here.
      endpointId: undefined,
      handedOverAt: undefined,
      signingSecret: pulumi.secret(""),
      __provider: SHIM,
    };
    const secretOutputs = { additionalSecretOutputs: ["signingSecret"] };
    super(ENDPOINT_TYPE, name, inputs, pulumi.mergeOptions(secretOutputs, options));
  }
}

/** The values that are set: a dynamic resource must not hold undefined ones. */
function given(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
