import { randomUUID } from "node:crypto";
import type { RecordedCall } from "../../../sandbox/emulators/emulator-server";
import { fakeSigningSecret } from "../../../sandbox/emulators/stripe/fake-keys";
import { type StripeEmulator, startStripeEmulator } from "../../../sandbox/emulators/stripe/stripe-emulator";
import { HANDED_OVER_AT, isSameUrl, type OwnershipMarks } from "../../../src/endpoint/marks";
import { callbackUrl, connectionSecretName } from "../../../src/environments";
import { EngineDriver, type StateSnapshot } from "../fault-matrix/engine-driver";
import { PLAIN, type Program, programOf, type Settings } from "../fault-matrix/program";
import { type Tenant, tenant } from "../tenant";
import { noteNamed } from "../writes/notes";
import { openInProcess } from "./in-process-provider";

/** Endpoint ids that the labelled versions of a connection secret name. */
interface StoredNames {
  readonly current: ReadonlySet<string>;
  readonly previous: ReadonlySet<string>;
}

/** One Stripe account and one AWS account, and what several clones of the project do to them. */
export class SharedWorld {
  /** Connection secrets in AWS, by name. */
  readonly secrets = new Map<string, StoredNames>();
  /** Tells its secrets from those of other worlds. */
  readonly name = randomUUID();
  readonly clones: readonly Clone[];
  nowMs = Date.UTC(2026, 0, 1);

  private constructor(
    readonly stripe: StripeEmulator,
    readonly account: Tenant,
  ) {
    // Two clones of one publisher, and one of another: all with the same project and stack names.
    this.clones = ["alpha", "alpha", "beta"].map((label) => new Clone(this, tenant({ label })));
  }

  static async open(): Promise<SharedWorld> {
    const account = tenant({ label: "alpha" });
    const world: { nowMs: number } = { nowMs: 0 };
    const stripe = await startStripeEmulator({
      accounts: [{ id: account.accountId, keys: [{ key: account.secretKey }] }],
      now: () => world.nowMs,
    });
    process.env.STRIPE_API_BASE = stripe.url;
    const made = new SharedWorld(stripe, account);
    Object.defineProperty(world, "nowMs", { get: () => made.nowMs });
    return made;
  }

  endpoints() {
    return this.stripe.endpoints(this.account.accountId, "test");
  }

  namedBy(name: string): Set<string> {
    const { current = [], previous = [] } = this.secrets.get(name) ?? {};
    return new Set([...current, ...previous]);
  }

  /** Endpoints that nothing may stop: a connection secret names them, or they were handed over. */
  inUse(): Map<string, { readonly url: string }> {
    const named = new Set([...this.secrets.keys()].flatMap((name) => [...this.namedBy(name)]));
    const used = this.endpoints().filter(({ id, metadata }) => named.has(id) || metadata[HANDED_OVER_AT]);
    return new Map(used.map(({ id, url }) => [id, { url }]));
  }
}

/** A clone of the project with a state backend of its own. */
export class Clone {
  settings: Settings = PLAIN;
  stack = "stage";
  company: string;
  /** Name of the connection secret that the state holds. */
  heldSecret: string | undefined;
  readonly engine: EngineDriver;
  readonly backups: { readonly state: StateSnapshot; readonly heldSecret: string | undefined }[] = [];

  constructor(
    private readonly world: SharedWorld,
    private readonly publisher: Tenant,
  ) {
    this.company = publisher.companyId;
    this.engine = new EngineDriver(
      async (config) => openInProcess(config),
      (signingSecrets) => this.#store(Object.keys(signingSecrets)),
    );
  }

  /** What the clone's program declares, under the names and the company of today. */
  program(): Program {
    const { account } = this.world;
    const { environment } = this.publisher;
    const program = programOf({ ...account, companyId: this.company }, this.settings);
    const marked = (marks: OwnershipMarks) => ({ ...marks, plenigo_stack: this.stack });
    const inputs = { url: callbackUrl(environment, this.company), stripeAccountId: account.accountId };
    return {
      ...program,
      marks: marked(program.marks),
      endpoints: program.endpoints.map((endpoint) => ({
        ...endpoint,
        inputs: { ...endpoint.inputs, ...inputs, marks: marked(endpoint.inputs.marks) },
      })),
    };
  }

  /** AWS refuses to create a secret that the state does not hold; a new company id replaces the old one's secret. */
  #store(ids: readonly string[]): void {
    const { secrets } = this.world;
    const name = connectionSecretName(this.publisher.environment, this.company);
    if (ids.length === 0) {
      this.#forget(this.heldSecret);
      this.heldSecret = undefined;
      return;
    }
    if (this.heldSecret !== name && secrets.has(name)) throw new Error("already exists: the secret");
    if (this.heldSecret !== name) this.#forget(this.heldSecret);
    this.heldSecret = name;
    const before = secrets.get(name)?.current ?? new Set<string>();
    const isSame = before.size === ids.length && ids.every((id) => before.has(id));
    if (isSame) return;
    secrets.set(name, { current: new Set(ids), previous: before });
    noteNamed(`${this.world.name}:${name}`, ids, [...before]);
  }

  #forget(name: string | undefined): void {
    if (name && this.world.secrets.delete(name)) noteNamed(`${this.world.name}:${name}`);
  }

  backUp(): void {
    this.backups.push({ state: this.engine.snapshot(), heldSecret: this.heldSecret });
  }

  /** The state of before, counted from the newest backup; none: the state is lost. */
  goBack(steps?: number): void {
    const backup = steps === undefined ? undefined : this.backups.at(-1 - steps);
    this.engine.restore(backup?.state);
    this.heldSecret = backup?.heldSecret;
  }

  /** Works with the state of another clone of the same publisher, as after `pulumi login` to its backend. */
  takeStateOf(other: Clone): void {
    if (other.publisher.companyId !== this.publisher.companyId) return;
    this.engine.restore(other.engine.snapshot());
    this.heldSecret = other.heldSecret;
  }

  /** The stack file names an endpoint of the account, with a secret that may be wrong. */
  adopt(index: number): void {
    const endpoint = this.world.endpoints().at(index);
    const adopt = endpoint && { id: endpoint.id, secret: fakeSigningSecret(`adopted ${index}`) };
    this.settings = { ...this.settings, adopt };
  }
}

/**
 * What a run may not have done, by the requests that Stripe got: deleting, disabling or re-pointing an endpoint that was
 * in use when the run began, unless the state held it. Adoption may change settings, never where the events go.
 */
export function brokenPromises(
  calls: readonly RecordedCall[],
  inUse: ReadonlyMap<string, { readonly url: string }>,
  held: ReadonlySet<string>,
): string[] {
  return calls.flatMap(({ operation, request: { path, body } }) => {
    const id = path.split("/").at(-1) ?? "";
    const used = inUse.get(id);
    if (!used || held.has(id)) return [];
    if (operation.startsWith("DELETE ")) return [`${id} was deleted`];
    if (!operation.startsWith("POST ")) return [];
    const fields = new URLSearchParams(body);
    const url = fields.get("url");
    return [
      ...(fields.get("disabled") === "true" ? [`${id} was disabled`] : []),
      ...(url !== null && !isSameUrl(url, used.url) ? [`${id} was re-pointed to ${url}`] : []),
    ];
  });
}
