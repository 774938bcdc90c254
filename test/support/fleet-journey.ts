import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { watch } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type SecretsManagerEmulator,
  type SecretsManagerEmulatorOptions,
  startSecretsManagerEmulator,
} from "../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { type StripeEmulator, startStripeEmulator } from "../../sandbox/emulators/stripe/stripe-emulator";
import { CHECKOUT, makeStack } from "../../sandbox/tenant-project";
import type { FleetReport, ReportedStack } from "../../src/commands/fleet/report";
import { LOG_FOLDER } from "../../src/commands/fleet/run/stack-log";
import { type RunOptions, type RunResult, runCommand } from "../../src/engine/run-command";
import { pulumi } from "./engine";
import { environmentIn, layOut, placesIn, valuesOf } from "./engine-folder";
import { KEY_PROVIDER, keyService } from "./key-service";
import { besideStanding } from "./standing/standing-processes";
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
   * a stack's secrets provider, else a key service's. `awsOptions`: who may do what in AWS.
   */
  static async open(
    labels: readonly string[],
    {
      variables = {} as Record<string, string>,
      awsOptions = {} as SecretsManagerEmulatorOptions,
      secretsProvider = (_stack: string): string => KEY_PROVIDER,
    } = {},
  ): Promise<FleetJourney> {
    const tenants = labels.map((label) => tenant({ label }));
    const accounts = tenants.map(({ accountId, secretKey }) => ({
      id: accountId,
      keys: [{ key: secretKey }],
    }));
    const stripe = await startStripeEmulator({ accounts });
    const journey = new FleetJourney(tenants, stripe, await startSecretsManagerEmulator(awsOptions));
    Object.assign(journey.variables, { AWS_ENDPOINT_URL_KMS: await keyService() }, variables);
    const { project, environment } = journey;
    layOut(journey.#folder);
    for (const label of labels) {
      const stack = `${label}.stage`;
      const values = valuesOf(journey.tenant(label));
      await makeStack(pulumi ?? "", project, environment, stack, values, secretsProvider(stack));
    }
    return journey;
  }

  get project(): string {
    return placesIn(this.#folder).project;
  }

  /** Pulumi's folder: what is selected would be written there. */
  get home(): string {
    return placesIn(this.#folder).home;
  }

  /** `npx plenigo-stripe fleet … --json`, beside plugins that stand. */
  async fleet(...words: readonly string[]): Promise<FleetResult> {
    return this.#resultOf(
      await besideStanding(this.environment, "none", ({ env }) => this.#runFleet(words, { env })),
    );
  }

  /** The same, which starts all; `onStart` gets a function that sends Ctrl-C as a terminal does: to the process group. */
  async fleetInTerminal(
    onStart: (pressCtrlC: () => void) => void,
    ...words: readonly string[]
  ): Promise<FleetResult> {
    const result = await this.#runFleet(words, {
      env: this.environment,
      detached: true,
      onStart: ({ pid }) => onStart(() => pid && process.kill(-pid, "SIGINT")),
    });
    return this.#resultOf(result);
  }

  #runFleet(words: readonly string[], options: Omit<RunOptions, "cwd">) {
    const args = [join(CHECKOUT, "entry/plenigo-stripe.cjs"), "fleet", ...words, "--json"];
    const onOutput = (text: string) => this.onOutput?.(text);
    return runCommand(process.execPath, args, { cwd: this.project, onOutput, ...options });
  }

  #resultOf(result: RunResult): FleetResult {
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
    const result = await besideStanding(this.environment, "started", ({ env }) =>
      runCommand(pulumi ?? "", args, { cwd: this.project, env, input }),
    );
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
    return environmentIn(this.#folder, this, this.variables);
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
