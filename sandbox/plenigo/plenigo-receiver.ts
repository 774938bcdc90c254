/**
 * Plays plenigo in the sandbox and in tests: takes the events of companies whose signing secret was entered, and checks
 * each signature with it. The real one is a form in plenigo's Merchant Backend; what else plenigo does with an event is
 * not known here.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import Stripe from "stripe";
import { type EmulatorReply, type EmulatorRequest, startEmulatorServer } from "../emulators/emulator-server";

/** How the receiver starts. */
export interface PlenigoReceiverOptions {
  /** File that keeps what was entered. Holds signing secrets. */
  readonly stateFile?: string;
  /** Called after a signing secret was entered, before `enter` is answered: Stripe's next attempt. */
  readonly onEntered?: () => Promise<void>;
}

/** A receiver on a free loopback port. */
export interface PlenigoReceiver {
  /** Base address; stands for plenigo's callback hosts. */
  readonly url: string;
  /** Types of the events that were taken, in the order of arrival, by company id. */
  readonly taken: ReadonlyMap<string, readonly string[]>;
  /** Number of events that were refused with 400. */
  readonly refusals: () => number;
  /** What a person does in the form: stores the signing secret of a company. */
  enter(companyId: string, signingSecret: string): Promise<void>;
  close(): Promise<void>;
}

/** Where the receiver takes events, and where `plenigo enter` stores what was typed. */
const CALLBACK = /^\/callbacks\/v1\.0\/stripe\/([A-Za-z0-9]+)$/;
const ENTER_PATH = "/sandbox/enter";

/** Starts the receiver. */
export async function startPlenigoReceiver(options: PlenigoReceiverOptions = {}): Promise<PlenigoReceiver> {
  const { stateFile, onEntered } = options;
  const entered: Record<string, string> = readEntered(stateFile);
  const taken = new Map<string, string[]>();
  let refusals = 0;

  async function enter(companyId: string, signingSecret: string): Promise<void> {
    entered[companyId] = signingSecret;
    if (stateFile) writeFileSync(stateFile, JSON.stringify(entered), { mode: 0o600 });
    await onEntered?.();
  }

  function take(companyId: string, body: string, signature: string): number {
    const type = verifiedType(body, signature, entered[companyId]);
    if (type) taken.set(companyId, [...(taken.get(companyId) ?? []), type]);
    else refusals += 1;
    return type ? 200 : 400;
  }

  async function handle({ method, path, headers, body }: EmulatorRequest): Promise<EmulatorReply> {
    const [, companyId] = CALLBACK.exec(path) ?? [];
    if (method === "POST" && companyId)
      return { status: take(companyId, body, String(headers["stripe-signature"])), body: "" };
    if (method !== "POST" || path !== ENTER_PATH) return { status: 404, body: "" };
    const input = JSON.parse(body);
    await enter(input.companyId, input.signingSecret);
    return { status: 204, body: "" };
  }

  const operationOf = ({ method, path }: EmulatorRequest) => `${method} ${path}`;
  const { url, close } = await startEmulatorServer({ operationOf, isWrite: () => true, handle });
  return { url, taken, refusals: () => refusals, enter, close };
}

/** Type of an event whose signature fits; undefined for one that does not, or where no secret was entered. */
function verifiedType(body: string, signature: string, secret: string | undefined): string | undefined {
  try {
    return Stripe.webhooks.constructEvent(body, signature, secret ?? "").type;
  } catch {
    return undefined;
  }
}

function readEntered(stateFile: string | undefined): Record<string, string> {
  return stateFile && existsSync(stateFile) ? JSON.parse(readFileSync(stateFile, "utf8")) : {};
}
