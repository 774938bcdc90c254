/**
 * Plays plenigo in the sandbox and in tests: takes the events of companies whose signing secret was entered, and checks
 * each signature with it. The real one is a form in plenigo's Merchant Backend; what else plenigo does with an event is
 * not known here.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";

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

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const [, companyId] = CALLBACK.exec(request.url ?? "") ?? [];
    if (request.method === "POST" && companyId) {
      response.writeHead(take(companyId, body, String(request.headers["stripe-signature"]))).end();
    } else if (request.method === "POST" && request.url === ENTER_PATH) {
      const { companyId: company, signingSecret } = JSON.parse(body);
      await enter(company, signingSecret);
      response.writeHead(204).end();
    } else response.writeHead(404).end();
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    refusals: () => refusals,
    enter,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
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

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
