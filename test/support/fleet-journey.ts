import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { watch } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type SecretsManagerEmulator,
  type SecretsManagerEmulatorOptions,
  startSecretsManagerEmulator,
} from "../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { type StripeEmulator, startStripeEmulator } from "../../sandbox/emulators/stripe/stripe-emulator";
import { linkStandIns } from "../../sandbox/engine/stand-ins";
import { serviceVariables, withVariables } from "../../sandbox/environment";
import { sharePlugins } from "../../sandbox/sandbox-folder";
import { CHECKOUT, makeProject, makeStack } from "../../sandbox/tenant-project";
import type { FleetReport, ReportedStack } from "../../src/commands/fleet/report";
import { LOG_FOLDER } from "../../src/commands/fleet/run/stack-log";
import { type RunResult, runCommand } from "../../src/engine/run-command";
import { LOAD_LATER, PATIENCE, pulumi, standInHaste, standIns } from "./engine";
import { type Tenant, tenant } from "./tenant";

/** What a fleet command left. */
export interface FleetResult extends RunResult {
  readonly report: FleetReport;
  /** The report of one stack. */
  stack(name: string): ReportedStack;
}

/** A few publishers' stage stacks in one project, with the real engine and one pair of emulators. */
export class FleetJourney {
  readonly #folder = mkdtempSync(join(tmpdir(), "plenigo-stripe-fleet-"));
  readonly #printed: string[] = [];
  /** Variables that the user has set. */
  readonly variables: Record<string, string> = {};
  /** Called with each piece that a fleet command prints. */
  onOutput?: (text: string) => void;

  private constructor(
    readonly tenants: readonly Tenant[],
    readonly stripe: StripeEmulator,
    readonly aws: SecretsManagerEmulator,
  ) {}

  /**
   * Makes the stacks `<label>.stage`, each with an account of its own; nothing is provisioned. `secretsProvider`: URL of
   * a stack's secrets provider, else the passphrase. `awsOptions`: who may do what in AWS.
   */
  static async open(
    labels: readonly string[],
    {
      variables = {} as Record<string, string>,
      awsOptions = {} as SecretsManagerEmulatorOptions,
      secretsProvider = undefined as ((stack: string) => string) | undefined,
    } = {},
  ): Promise<FleetJourney> {
    const tenants = labels.map((label) => tenant({ label }));
    const accounts = tenants.map(({ accountId, secretKey }) => ({
      id: accountId,
      keys: [{ key: secretKey }],
    }));
    const stripe = await startStripeEmulator({ accounts });
    const journey = new FleetJourney(tenants, stripe, await startSecretsManagerEmulator(awsOptions));
    Object.assign(journey.variables, variables);
    makeProject(journey.project, standIns);
    linkStandIns(standIns, journey.#path("bin"));
    symlinkSync(pulumi ?? "", join(journey.#path("bin"), "pulumi"));
    sharePlugins(process.env, journey.#path("home"));
    for (const [index, label] of labels.entries()) {
      const stack = `${label}.stage`;
      await journey.#makeStack(stack, tenants[index], secretsProvider?.(stack));
    }
    return journey;
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  async #makeStack(stack: string, who: Tenant | undefined, secretsProvider?: string): Promise<void> {
    const plain = Object.entries(who?.config ?? {})
      .filter(([key]) => !key.endsWith("stripeSecretKey"))
      .map(([key, text]) => [key, text.startsWith("[") ? JSON.parse(text) : text]);
    const encrypted = { stripeSecretKey: who?.secretKey ?? "" };
    const values = { plain: { ...PATIENCE, ...Object.fromEntries(plain) }, encrypted };
    await makeStack(pulumi ?? "", this.project, this.environment, stack, values, secretsProvider);
  }

  get project(): string {
    return this.#path("project");
  }

  /** Pulumi's folder: what is selected would be written there. */
  get home(): string {
    return this.#path("home");
  }

  /** `npx plenigo-stripe fleet … --json`. */
  fleet(...words: readonly string[]): Promise<FleetResult> {
    return this.fleetInTerminal(() => {}, ...words);
  }

  /** The same; `onStart` gets a function that sends Ctrl-C as a terminal does: to the whole process group. */
  async fleetInTerminal(
    onStart: (pressCtrlC: () => void) => void,
    ...words: readonly string[]
  ): Promise<FleetResult> {
    const args = [join(CHECKOUT, "entry/plenigo-stripe.cjs"), "fleet", ...words, "--json"];
    const result = await runCommand(process.execPath, args, {
      cwd: this.project,
      env: this.environment,
      detached: true,
      onStart: ({ pid }) => onStart(() => pid && process.kill(-pid, "SIGINT")),
      onOutput: (text) => this.onOutput?.(text),
    });
    this.#printed.push(result.stdout, result.stderr);
    if (!result.stdout) throw new Error(`no report: ${result.stderr}`);
    const report: FleetReport = JSON.parse(result.stdout);
    return { ...result, report, stack: (name) => stackIn(report, name) };
  }

  /** Waits until the log of a stack's run holds these words; the project has had logs before. */
  async hasLogged(stack: string, words: string): Promise<void> {
    const folder = join(this.project, LOG_FOLDER);
    for await (const { filename } of watch(folder))
      if (filename === `${stack}.log` && readFileSync(join(folder, filename), "utf8").includes(words)) return;
  }

  /** A command of the engine for one stack. Throws when it fails. */
  async pulumi(stack: string, ...words: readonly string[]): Promise<RunResult> {
    const result = await this.tryPulumi(stack, "", ...words);
    if (result.code !== 0) throw new Error(`pulumi ${words.join(" ")}: ${result.stdout}${result.stderr}`);
    return result;
  }

  /** A command of the engine for one stack, however it ends, with a text on its standard input. */
  async tryPulumi(stack: string, input: string, ...words: readonly string[]): Promise<RunResult> {
    const args = [...words, "--stack", stack, "--non-interactive", "--color", "never"];
    const options = { cwd: this.project, env: this.environment, input };
    const result = await runCommand(pulumi ?? "", args, options);
    this.#printed.push(result.stdout, result.stderr);
    return result;
  }

  /** `npx plenigo-stripe …` in the project's folder. */
  async cli(...words: readonly string[]): Promise<RunResult> {
    const args = [join(CHECKOUT, "entry/plenigo-stripe.cjs"), ...words];
    const result = await runCommand(process.execPath, args, { cwd: this.project, env: this.environment });
    this.#printed.push(result.stdout, result.stderr);
    return result;
  }

  /** A tenant's one endpoint. */
  endpoint(label: string) {
    const { accountId } = this.tenant(label);
    const [endpoint, ...others] = this.stripe.endpoints(accountId, "test");
    if (!endpoint || others.length > 0)
      throw new Error(`${label} has ${others.length + 1} endpoints, or none`);
    return endpoint;
  }

  tenant(label: string): Tenant {
    const found = this.tenants.find(({ accountId }) => accountId === tenant({ label }).accountId);
    if (!found) throw new Error(`there is no tenant ${label}`);
    return found;
  }

  /** Text of each file of the project, logs left out, and of the file that would name a selected stack. */
  files(): Record<string, string> {
    const workspaces = join(this.home, "workspaces");
    const of = (folder: string, isWanted: (name: string) => boolean) =>
      readdirSync(folder)
        .filter(isWanted)
        .map((name) => [name, readFileSync(join(folder, name), "utf8")]);
    const selected = readdirSync(this.home).includes("workspaces") ? of(workspaces, () => true) : [];
    return Object.fromEntries([...of(this.project, (name) => name.startsWith("Pulumi.")), ...selected]);
  }

  /** Ends the journey, and fails if a key or signing secret was printed or logged. */
  async close(): Promise<void> {
    const secrets = this.tenants.flatMap(({ secretKey, accountId }) => [
      secretKey,
      ...this.stripe.endpoints(accountId, "test").map(({ secret }) => secret),
    ]);
    const texts = [...this.#printed, ...logsIn(this.project)];
    const leaky = texts.filter((text) => secrets.some((secret) => text.includes(secret)));
    await Promise.all([this.stripe.close(), this.aws.close()]);
    rmSync(this.#folder, { recursive: true, force: true });
    expect(leaky).toHaveLength(0);
  }

  get environment(): NodeJS.ProcessEnv {
    return withVariables(
      process.env,
      serviceVariables({ stripe: this.stripe.url, secretsManager: this.aws.url }),
      {
        PULUMI_STACK: undefined,
        PULUMI_BACKEND_URL: `file://${this.#folder}`,
        PULUMI_HOME: this.home,
        PULUMI_CONFIG_PASSPHRASE: "a passphrase",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PATH: `${this.#path("bin")}:${process.env.PATH}`,
        PLENIGO_STRIPE_RETRY_BUDGET_MS: "1500",
        PLENIGO_STRIPE_STAND_IN_HASTE: standInHaste(),
        NODE_OPTIONS: LOAD_LATER,
        NO_PROXY: "127.0.0.1",
      },
      this.variables,
    );
  }
}

function stackIn({ stacks }: FleetReport, name: string): ReportedStack {
  const report = stacks.find(({ stack }) => stack === name);
  if (!report) throw new Error(`the report has no stack ${name}`);
  return report;
}

function logsIn(project: string): string[] {
  const folder = join(project, LOG_FOLDER);
  if (!readdirSync(project).includes(".plenigo-stripe")) return [];
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
}
