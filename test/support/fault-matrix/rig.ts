import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { Fault, RecordedCall } from "../../../sandbox/emulators/emulator-server";
import {
  type SecretsManagerEmulator,
  startSecretsManagerEmulator,
} from "../../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import {
  type EmulatedEndpoint,
  type StripeEmulator,
  startStripeEmulator,
} from "../../../sandbox/emulators/stripe/stripe-emulator";
import { connectionSecretName } from "../../../src/environments";
import { clientFor } from "../../sandbox/emulators/secrets-manager/emulated-aws";
import { type ProviderProcess, startProvider } from "../dynamic-provider";
import { type Tenant, tenant } from "../tenant";
import { EngineDriver } from "./engine-driver";
import { type Front, startFront } from "./front";
import { PLAIN, type Program, programOf, type Settings } from "./program";

/** One stack with an account of its own. */
export class Scenario {
  readonly engine: EngineDriver;
  readonly #faults: Fault[] = [];
  #heal = () => {};
  #killable: ProviderProcess | undefined;
  /** Resolves when the fault ends. */
  readonly healed = new Promise<void>((resolve) => {
    this.#heal = resolve;
  });

  constructor(
    readonly rig: Rig,
    readonly tenant: Tenant,
  ) {
    this.engine = new EngineDriver(
      (config) => rig.provider.session(config),
      (signingSecrets) => this.#store(Object.keys(signingSecrets)),
    );
  }

  /** The connection secret in AWS names the endpoints of the last run, the current one first. */
  async #store([webhookEndpointId, previousWebhookEndpointId]: readonly string[]): Promise<void> {
    const { aws } = this.rig;
    const name = connectionSecretName(this.tenant.environment, this.tenant.companyId);
    const SecretString = JSON.stringify({ webhookEndpointId, previousWebhookEndpointId });
    if (webhookEndpointId === undefined)
      await aws.deleteSecret({ SecretId: name, ForceDeleteWithoutRecovery: true });
    else if (this.rig.awsEmulator.secret(name)) await aws.putSecretValue({ SecretId: name, SecretString });
    else await aws.createSecret({ Name: name, SecretString });
  }

  program(changes: Partial<Settings> = {}): Program {
    return programOf(this.tenant, { ...PLAIN, ...changes });
  }

  endpoints(): EmulatedEndpoint[] {
    return this.rig.stripe.endpoints(this.tenant.accountId, "test");
  }

  isOwn({ request }: RecordedCall): boolean {
    return request.headers.authorization === `Bearer ${this.tenant.secretKey}`;
  }

  calls(): RecordedCall[] {
    return this.rig.stripe.calls.filter((call) => this.isOwn(call));
  }

  addFault(fault: Fault): void {
    this.#faults.push(fault);
    this.rig.stripe.faults.push(fault);
  }

  removeFaults(): void {
    for (const fault of this.#faults) fault.times = 0;
    this.#heal();
  }

  /** Somebody deletes the endpoint when the first call of the operation arrives. */
  deleteByHandBefore(operation: string, id: string): void {
    const matches = (call: RecordedCall) => {
      const isThere = this.endpoints().some((endpoint) => endpoint.id === id);
      if (isThere && this.isOwn(call) && call.operation === operation) this.rig.stripe.deleteEndpoint(id);
      return false;
    };
    this.addFault({ matches, effect: { kind: "cut", processed: false }, times: 1 });
  }

  /** Lets the next runs have a process that `kill` ends. */
  async openKillable(): Promise<void> {
    const killable = await this.rig.startProcess();
    this.#killable = killable;
    const { open } = this.engine;
    this.engine.open = (config) => {
      if (this.#killable) return killable.session(config);
      this.engine.open = open;
      return open(config);
    };
  }

  kill(): void {
    this.#killable?.stop();
    this.#killable = undefined;
  }

  get front(): Front {
    if (!this.rig.front) throw new Error("connections can be refused behind a front only");
    return this.rig.front;
  }
}

/** Stripe's emulator and a provider process before it, for many scenarios at once. */
export class Rig {
  readonly #processes: ProviderProcess[] = [];
  #scenarios = 0;

  private constructor(
    readonly stripe: StripeEmulator,
    readonly awsEmulator: SecretsManagerEmulator,
    readonly budgetMs: number,
    readonly front?: Front,
  ) {
    this.aws = clientFor(awsEmulator.url);
  }

  /** AWS as the engine's plugin uses it; nothing goes wrong there. */
  readonly aws: SecretsManager;

  /** The process that scenarios share, each with a session of its own. */
  get provider(): ProviderProcess {
    return this.#processes[0] as ProviderProcess;
  }

  /**
   * Starts a rig; behind a front connections can be refused, but to one scenario at a time.
   * @param budgetMs longest time for one call to Stripe with all its attempts
   */
  static async start(budgetMs: number, isBehindFront = false): Promise<Rig> {
    const stripe = await startStripeEmulator();
    const aws = await startSecretsManagerEmulator();
    const rig = new Rig(stripe, aws, budgetMs, isBehindFront ? await startFront(stripe.url) : undefined);
    await rig.startProcess();
    return rig;
  }

  async startProcess(): Promise<ProviderProcess> {
    const started = await startProvider(tenant().config, {
      STRIPE_API_BASE: this.front?.url ?? this.stripe.url,
      PLENIGO_STRIPE_RETRY_BUDGET_MS: String(this.budgetMs),
      AWS_ENDPOINT_URL: this.awsEmulator.url,
      AWS_ACCESS_KEY_ID: "deployer",
      AWS_SECRET_ACCESS_KEY: "emulated",
    });
    this.#processes.push(started);
    return started;
  }

  scenario(): Scenario {
    this.#scenarios += 1;
    const who = tenant({ label: `matrix${this.#scenarios}` });
    this.stripe.addAccount({ id: who.accountId, keys: [{ key: who.secretKey }] });
    return new Scenario(this, who);
  }

  /** Everything that the processes have printed. */
  printed(): string {
    return this.#processes.map((process) => process.output()).join("");
  }

  async stop(): Promise<void> {
    for (const process of this.#processes) process.stop();
    this.front?.close();
    await this.stripe.close();
    this.aws.destroy();
    await this.awsEmulator.close();
  }
}
