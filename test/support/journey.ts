import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type SecretsManagerEmulator,
  type SecretsManagerEmulatorOptions,
  startSecretsManagerEmulator,
} from "../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { type StripeEmulator, startStripeEmulator } from "../../sandbox/emulators/stripe/stripe-emulator";
import { CHECKOUT, makeStack } from "../../sandbox/tenant-project";
import { type RunResult, runCommand } from "../../src/engine/run-command";
import { factsOf } from "../../src/environments";
import { pulumi } from "./engine";
import { environmentIn, layOut, placesIn, valuesOf } from "./engine-folder";
import { imageOf, keepAs } from "./images";
import { KEY_PROVIDER, keyService } from "./key-service";
import { noteFiles, noteText } from "./leaks/notes";
import { besideStanding, type Given, type Runner } from "./standing/standing-processes";
import { type Tenant, tenant } from "./tenant";
import { noteAgain } from "./writes/notes";

const MAIN = join(CHECKOUT, "entry/plenigo-stripe.cjs");
/** Folder of what the emulators keep, below a journey's. */
const EMULATORS = "emulators";
/** Commands that run the program. */
const RUNS_PROGRAM: ReadonlySet<string | undefined> = new Set(["preview", "up"]);
const TEMPLATES = ["Pulumi.stage.yaml", "Pulumi.live.yaml"];

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

/** The stack that a journey begins with; all of it has a default. */
interface Beginning {
  readonly who?: Tenant;
  readonly stack?: string;
  /** Adds to a valid configuration; undefined takes a value out. */
  readonly plain?: Record<string, unknown>;
  /** The same for encrypted values. */
  readonly encrypted?: Record<string, string | undefined>;
  /** Default: a key service. */
  readonly secretsProvider?: "passphrase";
}

/** Processes that runs of the engine use and do not start (besideStanding). */
type Standing = "all" | "plugins" | "none";

/** What stands around that stack. */
interface World {
  /** Who may do what in AWS. */
  readonly awsOptions?: SecretsManagerEmulatorOptions;
  /** Where Stripe's events go, else nowhere. */
  readonly deliverTo?: string;
  /** A journey whose Stripe and AWS this one shares; close that one last. */
  readonly beside?: Journey;
  /** Default: all, or none with `program`. */
  readonly standing?: Standing;
}

/** A tenant's stack with the real engine, against both emulators, in a folder of its own. */
export class Journey {
  /** Variables that the user has set. */
  readonly variables: Record<string, string> = {};

  private constructor(
    readonly tenant: Tenant,
    public stack: string,
    readonly stripe: StripeEmulator,
    readonly aws: SecretsManagerEmulator,
    private readonly folder: string,
    private readonly isGuest: boolean,
    private readonly standing: Standing,
  ) {}

  /**
   * Opens a journey whose stack has been made, and not provisioned. `program`: folder of another program than this
   * checkout's. `fromTemplates`: the project has the templates that ship, and no stack.
   */
  static async open({
    program,
    fromTemplates = false,
    ...options
  }: Beginning & World & { program?: string; fromTemplates?: boolean } = {}): Promise<Journey> {
    const folder = newFolder();
    layOut(folder, program);
    const journey = await Journey.#in(folder, {
      standing: program === undefined ? "all" : "none",
      ...options,
    });
    if (fromTemplates) {
      for (const file of TEMPLATES) copyFileSync(join(CHECKOUT, file), join(journey.project, file));
      return journey;
    }
    const values = valuesOf(journey.tenant, options.plain, options.encrypted);
    const provider = options.secretsProvider ?? KEY_PROVIDER;
    await makeStack(pulumi ?? "", journey.project, journey.environment(), journey.stack, values, provider);
    return journey;
  }

  /**
   * Opens a journey whose stack `pulumi up` has provisioned. That is done once for all that begin alike in a run of
   * tests, and copied, Stripe and AWS too; calls and writes begin with the journey's own.
   */
  static async provisioned(
    options: Beginning & Pick<World, "awsOptions" | "deliverTo" | "standing"> = {},
  ): Promise<Journey> {
    const { awsOptions, deliverTo, standing, ...beginning } = options;
    const image = imageOf(beginning);
    if (!existsSync(image)) {
      const first = await Journey.open(beginning);
      await first.up();
      await first.close(image);
    }
    const folder = newFolder();
    cpSync(image, folder, { recursive: true, verbatimSymlinks: true });
    const journey = await Journey.#in(folder, options);
    noteAgain([...journey.stripe.journal(), ...journey.aws.journal()]);
    return journey;
  }

  static async #in(folder: string, options: Beginning & World): Promise<Journey> {
    const {
      who = tenant(),
      stack = who.environment,
      awsOptions,
      deliverTo,
      beside,
      standing = "all",
    } = options;
    const accounts = [{ id: who.accountId, keys: [{ key: who.secretKey }] }];
    const stateFile = (service: string) => join(folder, EMULATORS, `${service}.json`);
    mkdirSync(join(folder, EMULATORS), { recursive: true });
    const stripe =
      beside?.stripe ?? (await startStripeEmulator({ accounts, deliverTo, stateFile: stateFile("stripe") }));
    const aws =
      beside?.aws ?? (await startSecretsManagerEmulator({ stateFile: stateFile("aws"), ...awsOptions }));
    const journey = new Journey(who, stack, stripe, aws, folder, beside !== undefined, standing);
    journey.variables.AWS_ENDPOINT_URL_KMS = await keyService();
    return journey;
  }

  get project(): string {
    return placesIn(this.folder).project;
  }

  /** Runs `pulumi … --stack S` without colours and prompts. */
  async pulumi(...args: readonly string[]): Promise<Printed> {
    const before = [this.stripe.calls.length, this.aws.calls.length] as const;
    const all = [...args, "--stack", this.stack, "--color", "never", "--non-interactive"];
    const result = await this.#run(all);
    const text = result.stdout + result.stderr;
    noteText(`pulumi ${args[0]}`, text);
    const calls = [...this.stripe.calls.slice(before[0]), ...this.aws.calls.slice(before[1])].sort(
      (one, other) => one.at - other.at,
    );
    return {
      ...result,
      text,
      writes: calls.filter(({ isWrite }) => isWrite).map(({ operation }) => operation),
    };
  }

  async #run(args: readonly string[]): Promise<RunResult> {
    const runner = this.standing === "all" ? "standing" : "started";
    return this.#beside(RUNS_PROGRAM.has(args[0]) ? runner : "none", ({ env, args: more }) =>
      runCommand(pulumi ?? "", [...args, ...more], { cwd: this.project, env }),
    );
  }

  /** Runs a command beside the processes that stand. */
  #beside(runner: Runner, run: (given: Given) => Promise<RunResult>): Promise<RunResult> {
    const env = this.environment();
    return this.standing === "none" ? run({ env, args: [] }) : besideStanding(env, runner, run);
  }

  /** `npx plenigo-stripe …` in the project's folder. */
  cli(...words: readonly string[]): Promise<RunResult> {
    return this.cliWith("", ...words);
  }

  /** The same, with a text on standard input. */
  async cliWith(input: string, ...words: readonly string[]): Promise<RunResult> {
    const result = await this.#beside(words[0] === "rotate" ? "started" : "none", ({ env }) =>
      runCommand(process.execPath, [MAIN, ...words], { cwd: this.project, env, input }),
    );
    noteText(`plenigo-stripe ${words[0]}`, result.stdout + result.stderr);
    return result;
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

  /** Fails the test unless there is one endpoint, enabled, and the connection secret holds its id and signing secret. */
  expectOneEndpointWithItsSecret(): void {
    const { id, status, secret } = this.endpoint();
    const { webhookEndpointId, webhookSigningSecret, previousWebhookEndpointId } = this.connection();
    expect([status, webhookEndpointId, previousWebhookEndpointId]).toEqual(["enabled", id, undefined]);
    expect(webhookSigningSecret === secret).toBe(true);
  }

  /** Text of the state file. */
  stateText(): string {
    const [, name] = /^name: (.*)$/m.exec(readFileSync(join(this.project, "Pulumi.yaml"), "utf8")) ?? [];
    return readFileSync(join(this.folder, `.pulumi/stacks/${name}/${this.stack}.json`), "utf8");
  }

  /** What docs/errors.md tells a user to do where a kill met the engine while it wrote a state's checksum. */
  dropEmptyChecksums(): void {
    const stacks = join(this.folder, ".pulumi/stacks");
    for (const name of readdirSync(stacks, { recursive: true, encoding: "utf8" })) {
      const file = join(stacks, name);
      if (file.endsWith(".attrs") && statSync(file).size === 0) rmSync(file);
    }
  }

  /** The state's resource whose type ends so. */
  resource(type: string): StateResource | undefined {
    const { checkpoint } = JSON.parse(this.stateText());
    return checkpoint.latest.resources?.find((resource: StateResource) => resource.type.endsWith(type));
  }

  /**
   * Ends the journey, and notes for the leak sweep each file that it has left: state with its history, stack files.
   * `image`: folder to keep all of it in.
   */
  async close(image?: string): Promise<void> {
    if (!this.isGuest) await Promise.all([this.stripe.close(), this.aws.close()]);
    if (image) keepAs(image, this.folder);
    // What the emulators keep is theirs.
    rmSync(join(this.folder, EMULATORS), { recursive: true });
    noteFiles(this.folder);
    rmSync(this.folder, { recursive: true, force: true });
  }

  environment(): NodeJS.ProcessEnv {
    return environmentIn(this.folder, this, this.variables);
  }
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "plenigo-stripe-journey-"));
}
