import {
  type SecretsManagerEmulator,
  startSecretsManagerEmulator,
} from "../../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { fakeAccountId, fakeKey } from "../../../sandbox/emulators/stripe/fake-keys";
import { type StripeEmulator, startStripeEmulator } from "../../../sandbox/emulators/stripe/stripe-emulator";
import { serviceVariables, withVariables } from "../../../sandbox/environment";
import type { SetupEngine } from "../../../src/commands/init/place";
import { setUpTenant, type TenantRequest } from "../../../src/commands/init/set-up-tenant";
import { readProject } from "../../../src/config/project";
import { fullKeyOf } from "../../../src/environments";
import { UserError } from "../../../src/errors";
import { type Prompts, WentBack } from "../../../src/terminal/prompts";
import { folderWith, PROJECT } from "../../support/project-folder";
import { tenant } from "../../support/tenant";

/** Publishers of these tests, and another account with a key that works. */
export const acme = tenant();
export const acmeLive = tenant({ environment: "live" });
export const stranger = { account: fakeAccountId("stranger"), key: fakeKey("sk", "test", "stranger") };

/** Emulators of the running test. */
export let stripe: StripeEmulator;
export let aws: SecretsManagerEmulator;
let env: NodeJS.ProcessEnv;

/** Gives each test of a file emulators of its own; their addresses are in this process's environment meanwhile. */
export function useServices(): void {
  const before = { ...process.env };
  beforeEach(async () => {
    const accounts = [
      { id: acme.accountId, keys: [{ key: acme.secretKey }, { key: acmeLive.secretKey }] },
      { id: stranger.account, keys: [{ key: stranger.key }] },
    ];
    [stripe, aws] = await Promise.all([startStripeEmulator({ accounts }), startSecretsManagerEmulator()]);
    const addresses = serviceVariables({ stripe: stripe.url, secretsManager: aws.url });
    env = withVariables(before, addresses, {
      PULUMI_CONFIG_PASSPHRASE: "a passphrase",
      PLENIGO_STRIPE_RETRY_BUDGET_MS: "10000",
    });
    process.env = env;
  });
  afterEach(async () => {
    process.env = before;
    await Promise.all([stripe.close(), aws.close()]);
  });
}

/** An engine that only remembers; `fails` names a step that goes wrong. */
export class RememberedEngine implements SetupEngine {
  readonly names: string[] = [];
  readonly config: Record<string, Record<string, unknown>> = {};
  fails?: "makeStack" | "setPlain" | "setEncrypted";
  url = "file:///states";

  backend = async () => ({ url: this.url });
  stacks = async () => [...this.names];
  decryptedConfig = async (stack: string) => this.config[stack] as Record<string, string>;
  makeStack = async (stack: string) => {
    this.#fail("makeStack");
    this.names.push(stack);
  };
  setPlain = async (stack: string, values: Readonly<Record<string, unknown>>) => {
    this.#fail("setPlain");
    Object.assign(this.#of(stack), values);
  };
  setEncrypted = async (stack: string, key: string, value: string) => {
    this.#fail("setEncrypted");
    this.#of(stack)[key] = value;
  };
  remove = async (stack: string, keys: readonly string[]) => {
    for (const key of keys) delete this.#of(stack)[key];
  };

  #of(stack: string): Record<string, unknown> {
    this.config[stack] ??= {};
    return this.config[stack];
  }

  #fail(step: string): void {
    if (this.fails === step) throw new UserError({ code: "engine-failed", what: "the disk is full" });
  }
}

/** A person presses Escape. */
export const BACK: unique symbol = Symbol("Escape");

/** Answers in order; an answer that is refused is noted, and the next one is taken. Ctrl-C is `undefined`. */
export function scripted(
  ...answers: readonly (string | boolean | typeof BACK | undefined)[]
): Prompts & { asked: string[] } {
  const left = [...answers];
  const asked: string[] = [];
  const next = (message: string, fault?: (answer: string) => string | undefined): string | boolean => {
    if (left.length === 0) throw new Error(`No answer to: ${message}`);
    const answer = left.shift();
    if (answer === BACK) throw new WentBack();
    if (answer === undefined) throw new UserError({ code: "cancelled", what: "you have stopped here." });
    const reason = typeof answer === "string" ? fault?.(answer) : undefined;
    asked.push(reason ? `${message}: ${reason}` : message);
    return reason ? next(message, fault) : answer;
  };
  return {
    asked,
    text: async ({ message, initial, fault }) => String(next(message, fault)) || (initial ?? ""),
    secret: async ({ message, fault }) => String(next(message, fault)),
    choice: async ({ message, options }) => {
      const answer = next(message);
      const option = options.find(({ value }) => value === answer);
      if (!option) throw new Error(`${message} has no choice ${answer}`);
      return option.value;
    },
    confirm: async ({ message }) => Boolean(next(message)),
  };
}

/** Everything that setting up acme's stage stack takes; by full key. */
export function acmeValues(
  changes: Readonly<Record<string, string | undefined>> = {},
): Record<string, string> {
  const values = {
    companyId: acme.companyId,
    stripePublishableKey: acme.publishableKey,
    stripeSecretKey: acme.secretKey,
    ...changes,
  };
  const set = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(set.map(([key, value]) => [fullKeyOf(key), value]));
}

/** Runs a set-up in a folder of its own. `error`: what it was refused with. */
export async function setUp({
  request = {} as Partial<TenantRequest>,
  prompts = undefined as Prompts | undefined,
  engine = new RememberedEngine(),
  files = {} as Record<string, string>,
  isOffline = false,
  variables = {} as Record<string, string | undefined>,
} = {}) {
  const project = readProject(folderWith({ "Pulumi.yaml": PROJECT, ...files }));
  const said: string[] = [];
  const guide = {
    prompts,
    say: (tone: string, text: string) => said.push(`${tone} ${text}`),
    env: withVariables(env, variables),
    isOffline,
  };
  let error: UserError | undefined;
  const stacks = await setUpTenant(project, engine, { given: {}, isConnect: false, ...request }, guide).catch(
    (thrown) => {
      if (!(thrown instanceof UserError)) throw thrown;
      error = thrown;
    },
  );
  return { stacks, error, said: said.join("\n"), engine, project };
}
