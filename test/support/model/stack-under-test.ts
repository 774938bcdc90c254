import type { FaultEffect, RecordedCall } from "../../../sandbox/emulators/emulator-server";
import { fakeKey, fakeSigningSecret } from "../../../sandbox/emulators/stripe/fake-keys";
import {
  type EmulatedEndpoint,
  type EndpointChanges,
  type StripeEmulator,
  startStripeEmulator,
} from "../../../sandbox/emulators/stripe/stripe-emulator";
import { isOurs } from "../../../src/endpoint/marks";
import { EngineDriver } from "../fault-matrix/engine-driver";
import { PLAIN, type Program, programOf, type Settings } from "../fault-matrix/program";
import { tenant } from "../tenant";
import { openInProcess } from "./in-process-provider";
import type { Edit, ModelFault } from "./steps";

/** Endpoints that the account may have: few, so that the limit is met now and then. */
export const ENDPOINT_LIMIT = 6;

const acme = tenant();

/** A tenant's stack, and what people do to it. */
export class StackUnderTest {
  settings: Settings = PLAIN;
  readonly engine = new EngineDriver(async (config) => openInProcess(config));
  /** Endpoints of others as they were made, by id. */
  readonly foreign = new Map<string, string>();
  /** Ids of endpoints that carry metadata of other people. */
  readonly noted = new Set<string>();
  readonly keys = [acme.secretKey];
  readonly revoked = new Set<string>();

  private constructor(readonly stripe: StripeEmulator) {}

  /** Opens a stack with an emulator of its own; the provider finds it by the environment. */
  static async open(): Promise<StackUnderTest> {
    const accounts = [{ id: acme.accountId, keys: [{ key: acme.secretKey }] }];
    const stripe = await startStripeEmulator({ accounts, endpointLimit: ENDPOINT_LIMIT });
    process.env.STRIPE_API_BASE = stripe.url;
    return new StackUnderTest(stripe);
  }

  get url(): string {
    return acme.inputs.url;
  }

  program(): Program {
    return programOf(acme, this.settings);
  }

  /** All endpoints of the account. */
  endpoints(): EmulatedEndpoint[] {
    return this.stripe.endpoints(acme.accountId, "test");
  }

  /** Those with this stack's marks, by generation. */
  ours(): Map<number, EmulatedEndpoint> {
    const ours = this.endpoints().filter(({ metadata }) => isOurs(metadata, acme.inputs.marks));
    return new Map(ours.map((endpoint) => [Number(endpoint.metadata.plenigo_generation), endpoint]));
  }

  /** Id of the endpoint of a generation that the state holds and Stripe has. */
  held(generation: number): string | undefined {
    const entry = this.engine.entries.find(({ name }) => name === `generation-${generation}`);
    return this.endpoints().find(({ id }) => id === entry?.id)?.id;
  }

  changeKey(revokes: boolean): void {
    const key = fakeKey("sk", "test", `key ${this.keys.length}`, acme.accountId);
    this.stripe.addKey(acme.accountId, { key });
    const old = this.settings.key ?? acme.secretKey;
    if (revokes) this.stripe.revokeKey(old);
    if (revokes) this.revoked.add(old);
    this.keys.push(key);
    this.settings = { ...this.settings, key };
  }

  /** Somebody makes an endpoint by hand and asks the stack to take it over. */
  adopt(): void {
    if (this.ours().size > 0 || this.engine.entries.length > 0) return;
    const secret = fakeSigningSecret(`adopted ${this.stripe.calls.length}`);
    const seed = { url: this.url, enabled_events: ["charge.failed"], secret };
    const { id } = this.stripe.addEndpoint(acme.accountId, "test", seed);
    this.settings = { ...this.settings, adopt: { id, secret } };
  }

  addForeign(hasOurUrl: boolean): void {
    const url = hasOurUrl ? `${this.url}/` : "https://example.com/theirs";
    const made = this.stripe.addEndpoint(acme.accountId, "test", { url, enabled_events: ["*"] });
    this.foreign.set(made.id, JSON.stringify(made));
  }

  removeForeign(): void {
    const [id] = this.foreign.keys();
    if (id === undefined) return;
    this.stripe.deleteEndpoint(id);
    this.foreign.delete(id);
  }

  /** Edits the newest endpoint that is or was ours, or the one before. */
  editByHand(edit: Edit, previous: boolean): void {
    const candidates = this.endpoints().filter(({ id }) => !this.foreign.has(id));
    const endpoint = candidates.at(previous ? -2 : -1);
    if (!endpoint) return;
    const { id, metadata } = endpoint;
    if (edit === "note") this.noted.add(id);
    if (edit === "no marks") this.noted.delete(id);
    const changes: Record<Exclude<Edit, "delete">, Partial<EndpointChanges>> = {
      disable: { status: "disabled" },
      url: { url: "https://example.com/moved" },
      events: { enabled_events: ["charge.failed"] },
      description: { description: "by hand" },
      note: { metadata: { ...metadata, note: "theirs" } },
      "no marks": { metadata: {} },
      "other marks": { metadata: { ...metadata, plenigo_stack: "another" } },
    };
    if (edit === "delete") this.stripe.deleteEndpoint(id);
    else this.stripe.changeEndpoint(id, changes[edit]);
  }

  /** Lets something go wrong while the work is done. */
  async withFault<T>(fault: ModelFault | undefined, work: () => Promise<T>): Promise<T> {
    let seen = 0;
    let operation: string | undefined;
    const matches = (call: RecordedCall) => {
      if (seen === fault?.call) operation = call.operation;
      seen += 1;
      return fault?.lasts ? operation === call.operation : seen - 1 === fault?.call;
    };
    if (fault) {
      const times = Number.POSITIVE_INFINITY;
      this.stripe.faults.push({ matches, effect: effectOf(fault.kind), times });
    }
    try {
      return await work();
    } finally {
      this.stripe.faults.length = 0;
    }
  }

  writes(): number {
    return this.stripe.calls.filter(({ isWrite }) => isWrite).length;
  }
}

function effectOf(kind: ModelFault["kind"]): FaultEffect {
  const body = JSON.stringify({ error: { type: "api_error", message: "no" } });
  const headers = { "content-type": "application/json" };
  return {
    kind: "reply",
    reply: { status: Number.parseInt(kind, 10), headers, body },
    processed: kind === "503 after",
  };
}
