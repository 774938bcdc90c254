import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EmulatorServer } from "../../sandbox/emulators/emulator-server";
import {
  type SecretsManagerEmulator,
  startSecretsManagerEmulator,
} from "../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { type StripeEmulator, startStripeEmulator } from "../../sandbox/emulators/stripe/stripe-emulator";
import { linkStandIns } from "../../sandbox/engine/stand-ins";
import { serviceVariables, withVariables } from "../../sandbox/environment";
import { sharePlugins } from "../../sandbox/sandbox-folder";
import { CHECKOUT, makeProject, makeStack, type TenantValues } from "../../sandbox/tenant-project";
import { fullKeyOf } from "../../src/config/source";
import { factsOf } from "../../src/environments";
import { type RunResult, runCommand } from "../../src/run-command";
import { pulumi, standIns } from "./engine";
import { type Tenant, tenant } from "./tenant";

/** A resource of Pulumi's state. */
export interface StateResource {
  readonly type: string;
  readonly id?: string;
  readonly protect?: boolean;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
}

/** What a user did, and what came of it. */
export interface Printed extends RunResult {
  /** Standard output and standard error. */
  readonly text: string;
  /** Writes that reached Stripe and AWS meanwhile, in order. */
  readonly writes: readonly string[];
}

/** A tenant's stack with the real engine, against both emulators, in a folder of its own. */
export class Journey {
  readonly #folder = mkdtempSync(join(tmpdir(), "plenigo-stripe-journey-"));
  readonly #printed: string[] = [];
  /** Variables that the user has set. */
  readonly variables: Record<string, string> = {};

  private constructor(
    readonly tenant: Tenant,
    public stack: string,
    readonly stripe: StripeEmulator,
    readonly aws: SecretsManagerEmulator,
  ) {}

  /**
   * Opens a journey; `plain` and `encrypted` add to a valid configuration, undefined takes a value out. `program`:
   * folder of another program than this checkout's. `deliverTo`: where events go, else nowhere.
   */
  static async open({
    who = tenant(),
    stack = who.environment as string,
    plain = {} as Record<string, unknown>,
    encrypted = {} as Record<string, string | undefined>,
    program = CHECKOUT,
    deliverTo = undefined as string | undefined,
  } = {}): Promise<Journey> {
    const accounts = [{ id: who.accountId, keys: [{ key: who.secretKey }] }];
    const aws = await startSecretsManagerEmulator();
    const journey = new Journey(who, stack, await startStripeEmulator({ accounts, deliverTo }), aws);
    makeProject(journey.project, standIns, program);
    linkStandIns(standIns, journey.#bin);
    symlinkSync(pulumi ?? "", join(journey.#bin, "pulumi"));
    sharePlugins(process.env, journey.#home);
    await makeStack(
      pulumi ?? "",
      journey.project,
      journey.environment(),
      stack,
      valuesOf(who, plain, encrypted),
    );
    return journey;
  }

  get #bin(): string {
    return join(this.#folder, "bin");
  }

  get #home(): string {
    return join(this.#folder, "home");
  }

  get project(): string {
    return join(this.#folder, "project");
  }

  /** Runs `pulumi … --stack S` without colours and prompts. */
  async pulumi(...args: readonly string[]): Promise<Printed> {
    const before = [this.stripe.calls.length, this.aws.calls.length] as const;
    const all = [...args, "--stack", this.stack, "--color", "never", "--non-interactive"];
    const result = await runCommand(pulumi ?? "", all, { cwd: this.project, env: this.environment() });
    const text = result.stdout + result.stderr;
    this.#printed.push(text);
    const calls = [...this.stripe.calls.slice(before[0]), ...this.aws.calls.slice(before[1])].sort(
      (one, other) => one.at - other.at,
    );
    return {
      ...result,
      text,
      writes: calls.filter(({ isWrite }) => isWrite).map(({ operation }) => operation),
    };
  }

  /** `npx plenigo-stripe …` in the project's folder. */
  async cli(...words: readonly string[]): Promise<RunResult> {
    const main = join(CHECKOUT, "src/cli/main.cjs");
    const result = await runCommand(process.execPath, [main, ...words], {
      cwd: this.project,
      env: this.environment(),
    });
    this.#printed.push(result.stdout + result.stderr);
    return result;
  }

  /** Runs `pulumi …` and kills the engine when the service has got the call; `processed`: has acted on it, too. */
  async killedAt(
    service: EmulatorServer,
    operation: string,
    processed: boolean,
    ...args: readonly string[]
  ): Promise<void> {
    const all = [...args, "--stack", this.stack, "--non-interactive"];
    const engine = spawn(pulumi ?? "", all, { cwd: this.project, env: this.environment(), stdio: "ignore" });
    const ended = new Promise((resolve) => engine.once("close", resolve));
    // The call is held until the engine is dead, so that nobody ever gets the answer.
    const killed = { kind: "hold", processed, until: ended.then(() => {}) } as const;
    const matches = (call: { operation: string }) => {
      if (call.operation !== operation) return false;
      setImmediate(() => engine.kill("SIGKILL"));
      return true;
    };
    service.faults.push({
      matches,
      effect: processed ? killed : { kind: "cut", processed: false },
      times: 1,
    });
    await ended;
    service.faults.length = 0;
  }

  /** `pulumi up` without questions; fails the test unless it ends well. */
  async up(): Promise<Printed> {
    const printed = await this.pulumi("up", "--yes", "--skip-preview");
    if (printed.code !== 0) throw new Error(`pulumi up ended with ${printed.code}:\n${printed.text}`);
    return printed;
  }

  /** The drift check. */
  preview(): Promise<Printed> {
    return this.pulumi("preview", "--diff", "--expect-no-changes");
  }

  /** Sets a configuration value; encrypted ones by standard input, as a person does. */
  async configure(key: string, value: string, encrypted = false): Promise<void> {
    const args = [
      "config",
      "set",
      encrypted ? "--secret" : "--plaintext",
      `plenigo-stripe:${key}`,
      "--stack",
      this.stack,
    ];
    const { code, stderr } = await runCommand(pulumi ?? "", args, {
      cwd: this.project,
      env: this.environment(),
      input: value,
    });
    if (code !== 0) throw new Error(stderr);
  }

  /** `pulumi stack rename`, which renames the stack's file too. */
  async rename(stack: string): Promise<void> {
    const { code, text } = await this.pulumi("stack", "rename", stack);
    if (code !== 0) throw new Error(text);
    this.stack = stack;
  }

  endpoints() {
    return this.stripe.endpoints(this.tenant.accountId, factsOf(this.tenant.environment).mode);
  }

  /** The stack's one endpoint in Stripe. */
  endpoint() {
    const [endpoint, ...others] = this.endpoints();
    if (!endpoint || others.length > 0)
      throw new Error(`expected one endpoint, there are ${this.endpoints().length}`);
    return endpoint;
  }

  get secretName(): string {
    return `plenigo/${this.tenant.environment}/${this.tenant.companyId}/stripe`;
  }

  /** The connection secret as a consumer reads it. */
  connection(): Record<string, string> {
    return JSON.parse(this.aws.currentValue(this.secretName) ?? "null");
  }

  /** Text of the state file. */
  stateText(): string {
    const [, name] = /^name: (.*)$/m.exec(readFileSync(join(this.project, "Pulumi.yaml"), "utf8")) ?? [];
    return readFileSync(join(this.#folder, `.pulumi/stacks/${name}/${this.stack}.json`), "utf8");
  }

  /** The state's resource whose type ends so. */
  resource(type: string): StateResource | undefined {
    const { checkpoint } = JSON.parse(this.stateText());
    return checkpoint.latest.resources?.find((resource: StateResource) => resource.type.endsWith(type));
  }

  /** Ends the journey, and fails if a key or signing secret was printed or stored in plain text. */
  async close(): Promise<void> {
    const inPlay = [
      this.tenant.secretKey,
      ...this.stripe.endpoints(this.tenant.accountId, "test"),
      ...this.stripe.endpoints(this.tenant.accountId, "live"),
    ].map((item) => (typeof item === "string" ? item : item.secret));
    const stored = readFileSync(join(this.project, `Pulumi.${this.stack}.yaml`), "utf8");
    const leaky = [...this.#printed, this.stateText(), stored].filter((text) =>
      inPlay.some((secret) => text.includes(secret)),
    );
    await Promise.all([this.stripe.close(), this.aws.close()]);
    rmSync(this.#folder, { recursive: true, force: true });
    expect(leaky).toHaveLength(0);
  }

  environment(): NodeJS.ProcessEnv {
    const variables = {
      PULUMI_BACKEND_URL: `file://${this.#folder}`,
      PULUMI_HOME: this.#home,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PATH: `${this.#bin}:${process.env.PATH}`,
      PLENIGO_STRIPE_RETRY_BUDGET_MS: "1500",
      PLENIGO_STRIPE_STAND_IN_SETTLE_MS: "500",
      NO_PROXY: "127.0.0.1",
    };
    return withVariables(
      process.env,
      serviceVariables({ stripe: this.stripe.url, secretsManager: this.aws.url }),
      variables,
      this.variables,
    );
  }
}

function valuesOf(
  who: Tenant,
  plain: Record<string, unknown>,
  encrypted: Record<string, string | undefined>,
): TenantValues {
  const own = Object.entries(who.config).filter(([key]) => !key.endsWith("stripeSecretKey"));
  const parsed = own.map(([key, text]) => [key, text.startsWith("[") ? JSON.parse(text) : text]);
  const added = Object.entries(plain).map(([key, value]) => [fullKeyOf(key), value]);
  const secrets = Object.entries({ stripeSecretKey: who.secretKey, ...encrypted });
  return {
    plain: { ...Object.fromEntries(parsed), ...Object.fromEntries(added) },
    encrypted: Object.fromEntries(
      secrets.filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  };
}
