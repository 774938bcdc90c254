import * as pulumi from "@pulumi/pulumi";
import type { HeldByState } from "./endpoint-state";

/** A resource of the state as the engine tells of it. */
interface ResourceInState {
  readonly type: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

const ENDPOINT = /\$pulumi-nodejs:dynamic\/stripe:WebhookEndpoint$/;
const SECRET = /:PlenigoStripeConnection\$aws:secretsmanager\/secret:Secret$/;

/**
 * What the state of the stack that runs holds of its connection. A provider is told only of the resource that it is
 * asked about, so it can't tell an endpoint of the generation before, which the state holds, from one that a lost or
 * older state does not hold. The engine answers this by itself, from the state that it has read already.
 * @returns undefined where the engine does not answer: then the provider trusts only what it was asked about
 */
export async function heldByState(): Promise<HeldByState | undefined> {
  try {
    const stackName = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
    const { outputs } = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName });
    return heldAmong(outputs as Readonly<Record<string, ResourceInState>>);
  } catch {
    // A test with mocks, which may know no organization either, or an engine that no longer has the function.
    return undefined;
  }
}

/** The connection's part of a state's resources, given by URN. */
function heldAmong(resources: Readonly<Record<string, ResourceInState>>): HeldByState {
  const found = (pattern: RegExp) =>
    Object.entries(resources).flatMap(([urn, { outputs }]) =>
      pattern.test(urn.split("::")[2] ?? "") ? [outputs] : [],
    );
  const [secret] = found(SECRET);
  return {
    endpoints: found(ENDPOINT).map(({ endpointId, generation, url }) => ({
      ...(typeof endpointId === "string" && { id: endpointId }),
      generation: Number(generation),
      url: String(url),
    })),
    ...(typeof secret?.name === "string" && { secretName: secret.name }),
  };
}
