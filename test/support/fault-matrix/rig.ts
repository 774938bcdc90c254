import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import {
  type SecretsManagerEmulator,
  startSecretsManagerEmulator,
} from "../../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { type StripeEmulator, startStripeEmulator } from "../../../sandbox/emulators/stripe/stripe-emulator";
import { secretsManager } from "../../../src/aws/clients";
import { startProvider } from "../dynamic-provider";
import { tenant } from "../tenant";
import { Doom } from "./doom";
import { type Front, startFront } from "./front";
import { Scenario } from "./scenario";

/** Stripe's and AWS's emulators, and the provider in this process before them, for many scenarios at once. */
export class Rig {
  #scenarios = 0;
  #front: Front | undefined;
  #doom: Doom | undefined;
  readonly #printed: string[] = [];

  private constructor(
    readonly stripe: StripeEmulator,
    readonly aws: SecretsManagerEmulator,
  ) {}

  /** Aims the provider at the emulators and keeps what it prints, until the end of the hook that this is called in. */
  static async start(): Promise<Rig> {
    const rig = new Rig(await startStripeEmulator(), await startSecretsManagerEmulator());
    jest.replaceProperty(process, "env", { ...process.env, ...rig.variables(), NO_PROXY: "127.0.0.1" });
    for (const method of ["log", "info", "warn", "error"] as const)
      jest.spyOn(console, method).mockImplementation((...texts) => rig.#printed.push(texts.join(" ")));
    return rig;
  }

  private variables() {
    return {
      STRIPE_API_BASE: this.stripe.url,
      AWS_ENDPOINT_URL: this.aws.url,
      AWS_ACCESS_KEY_ID: "deployer",
      AWS_SECRET_ACCESS_KEY: "emulated",
    };
  }

  /** A stack of its own: another account at Stripe, another region at AWS. */
  scenario(): Scenario {
    this.#scenarios += 1;
    const who = tenant({ label: `matrix${this.#scenarios}` });
    const region = `eu-central-${this.#scenarios}`;
    this.stripe.addAccount({ id: who.accountId, keys: [{ key: who.secretKey }] });
    return new Scenario(this, { ...who, config: { ...who.config, "aws:region": region } }, region);
  }

  /** Puts an address before Stripe that can refuse connections; from now on every run goes through it. */
  async startFront(): Promise<void> {
    this.#front = await startFront(this.stripe.url);
    process.env.STRIPE_API_BASE = this.#front.url;
  }

  get front(): Front {
    if (!this.#front) throw new Error("connections can be refused behind a front only");
    return this.#front;
  }

  /** Starts the process that dies when so many runs stand at a call. */
  async doomFor(runs: number): Promise<void> {
    // Each run waits for the last one to arrive.
    const patient = { ...this.variables(), PLENIGO_STRIPE_RETRY_BUDGET_MS: "600000" };
    this.#doom = new Doom(await startProvider(tenant().config, patient), runs);
  }

  get doom(): Doom {
    if (!this.#doom) throw new Error("a run can only die in the process that is meant for it");
    return this.#doom;
  }

  /** A client as our own, in the place of the AWS provider's. */
  async awsClient(region: string): Promise<SecretsManagerClient> {
    return secretsManager({ region, keys: { accessKey: "deployer", secretKey: "emulated" } });
  }

  /** Everything that the provider has printed. */
  printed(): string {
    return [...this.#printed, this.#doom?.process.output()].join("\n");
  }

  async stop(): Promise<void> {
    this.#doom?.process.stop();
    this.#front?.close();
    await Promise.all([this.stripe.close(), this.aws.close()]);
  }
}
