import type { Fault, RecordedCall } from "../../../sandbox/emulators/emulator-server";
import type { EmulatedEndpoint } from "../../../sandbox/emulators/stripe/stripe-emulator";
import { connectionSecretName } from "../../../src/environments";
import { openInProcess } from "../model/in-process-provider";
import type { Tenant } from "../tenant";
import { EngineDriver } from "./engine-driver";
import { PLAIN, type Program, programOf, type Settings } from "./program";
import type { Rig } from "./rig";

/** One of the two outsiders. */
export type Service = "stripe" | "aws";

/** The connection secret was not written: in the place of an error of the AWS provider, which is not ours. */
export class StoreFailed extends Error {}

/** One stack with an account and a region of its own. */
export class Scenario {
  readonly engine: EngineDriver;
  readonly #faults: { readonly service: Service; readonly fault: Fault }[] = [];
  readonly #firstCall: Readonly<Record<Service, number>>;
  #heal = () => {};
  /** Resolves when the fault ends. */
  readonly healed = new Promise<void>((resolve) => {
    this.#heal = resolve;
  });

  constructor(
    readonly rig: Rig,
    readonly tenant: Tenant,
    private readonly region: string,
  ) {
    this.#firstCall = { stripe: rig.stripe.calls.length, aws: rig.aws.calls.length };
    this.engine = new EngineDriver(
      async (config) => openInProcess(config),
      (signingSecrets) => this.#store(Object.keys(signingSecrets)),
    );
  }

  /**
   * The connection secret in AWS names the endpoints of the last run. What it takes to find a
   * secret again whose creation was answered by nobody is in the journeys, with the real engine.
   */
  async #store(ids: readonly string[]): Promise<void> {
    const [webhookEndpointId, previousWebhookEndpointId] = ids;
    const sdk = await import("@aws-sdk/client-secrets-manager");
    const client = await this.rig.awsClient(this.region);
    const name = this.secretName;
    const SecretString = JSON.stringify({ webhookEndpointId, previousWebhookEndpointId });
    const isThere = this.rig.aws.secret(name) !== undefined;
    try {
      if (webhookEndpointId !== undefined && isThere)
        await client.send(new sdk.PutSecretValueCommand({ SecretId: name, SecretString }));
      else if (webhookEndpointId !== undefined)
        await client.send(new sdk.CreateSecretCommand({ Name: name, SecretString }));
      else if (isThere)
        await client.send(new sdk.DeleteSecretCommand({ SecretId: name, ForceDeleteWithoutRecovery: true }));
    } catch (error) {
      throw new StoreFailed((error as Error).message);
    } finally {
      client.destroy();
    }
  }

  private get secretName(): string {
    return connectionSecretName(this.tenant.environment, this.tenant.companyId);
  }

  /** Endpoints that the connection secret in AWS names. */
  named(): string[] {
    const { webhookEndpointId, previousWebhookEndpointId } = JSON.parse(
      this.rig.aws.currentValue(this.secretName) ?? "{}",
    );
    return [webhookEndpointId, previousWebhookEndpointId].filter(Boolean);
  }

  program(changes: Partial<Settings> = {}): Program {
    return programOf(this.tenant, { ...PLAIN, ...changes });
  }

  endpoints(): EmulatedEndpoint[] {
    return this.rig.stripe.endpoints(this.tenant.accountId, "test");
  }

  /** Whether a call to either service is one of this stack's. */
  isOwn({ request: { headers } }: RecordedCall): boolean {
    const { authorization = "" } = headers;
    return authorization === `Bearer ${this.tenant.secretKey}` || authorization.includes(`/${this.region}/`);
  }

  /** The calls so far, in order. */
  calls(service: Service): RecordedCall[] {
    return this.rig[service].calls.slice(this.#firstCall[service]).filter((call) => this.isOwn(call));
  }

  addFault(service: Service, fault: Fault): void {
    this.#faults.push({ service, fault });
    this.rig[service].faults.push(fault);
  }

  removeFaults(): void {
    for (const { service, fault } of this.#faults) {
      const { faults } = this.rig[service];
      faults.splice(faults.indexOf(fault), 1);
    }
    this.#faults.length = 0;
    this.#heal();
  }

  /** Somebody deletes the endpoint when the first call of the operation arrives. */
  deleteByHandBefore(operation: string, id: string): void {
    const matches = (call: RecordedCall) => {
      const isThere = this.endpoints().some((endpoint) => endpoint.id === id);
      if (isThere && this.isOwn(call) && call.operation === operation) this.rig.stripe.deleteEndpoint(id);
      return false;
    };
    this.rig.stripe.faults.push({ matches, effect: { kind: "cut", processed: false }, times: 1 });
  }
}
