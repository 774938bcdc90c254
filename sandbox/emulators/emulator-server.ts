import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as an emulator sees it: read to its end, its operation already named. */
export interface EmulatorRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What an emulator answers. `body` goes out as it is. */
export interface EmulatorReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One call that reached the emulator, in the order of arrival. `status` is null while it is held or when it was cut. */
export interface RecordedCall {
  readonly operation: string;
  readonly request: EmulatorRequest;
  readonly isWrite: boolean;
  /** When it arrived, in ms of this process's clock; puts the calls of several emulators in one order. */
  readonly at: number;
  status: number | null;
}

/** What goes wrong. `processed` says whether the service acts on the request before that. */
export type FaultEffect =
  | { readonly kind: "reply"; readonly reply: EmulatorReply; readonly processed: boolean }
  | { readonly kind: "cut"; readonly processed: boolean }
  | { readonly kind: "hold"; readonly until: Promise<void>; readonly processed: boolean };

/** A fault that is used up after `times` matching calls (Infinity: for good). */
export interface Fault {
  readonly matches: (call: RecordedCall) => boolean;
  readonly effect: FaultEffect;
  times: number;
}

/** A service behind the server: names operations and answers requests. */
export interface EmulatedService {
  /** Name of the operation, for recordings and faults: `POST /v1/webhook_endpoints`, `CreateSecret`. */
  operationOf(request: EmulatorRequest): string;
  isWrite(operation: string): boolean;
  handle(request: EmulatorRequest, operation: string): EmulatorReply | Promise<EmulatorReply>;
}

/** An emulator that listens on a free loopback port. */
export interface EmulatorServer {
  /** Base address without a trailing slash, `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly calls: RecordedCall[];
  /** Faults in the order in which they are tried; push to add one, empty the list to heal. */
  readonly faults: Fault[];
  close(): Promise<void>;
}

/** Options of every emulator's server. */
export interface EmulatorServerOptions {
  /** Waiting time before each answer, in ms; for benchmarks. Default 0. */
  readonly latencyMs?: number;
}

/** Starts `service` on a free port of 127.0.0.1, records each call and applies the faults that match it. */
export async function startEmulatorServer(
  service: EmulatedService,
  options: EmulatorServerOptions = {},
): Promise<EmulatorServer> {
  const calls: RecordedCall[] = [];
  const faults: Fault[] = [];
  const server = createServer((message, response) => {
    answer(message, response).catch(() => response.destroy());
  });

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message);
    const operation = service.operationOf(request);
    const call: RecordedCall = {
      operation,
      request,
      isWrite: service.isWrite(operation),
      at: performance.now(),
      status: null,
    };
    calls.push(call);
    if (options.latencyMs) await new Promise((resolve) => setTimeout(resolve, options.latencyMs));
    const reply = await faultyReply(takeFault(faults, call), () => service.handle(request, operation));
    if (reply === "cut") {
      response.destroy();
      return;
    }
    call.status = reply.status;
    response.writeHead(reply.status, reply.headers);
    response.end(reply.body);
  }

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function faultyReply(
  fault: Fault | undefined,
  handle: () => EmulatorReply | Promise<EmulatorReply>,
): Promise<EmulatorReply | "cut"> {
  if (!fault) return handle();
  const { effect } = fault;
  const processed = effect.processed ? await handle() : undefined;
  if (effect.kind === "cut") return "cut";
  if (effect.kind === "reply") return effect.reply;
  await effect.until;
  return processed ?? handle();
}

function takeFault(faults: Fault[], call: RecordedCall): Fault | undefined {
  const fault = faults.find((candidate) => candidate.times > 0 && candidate.matches(call));
  if (fault) fault.times -= 1;
  return fault;
}

async function readRequest(message: IncomingMessage): Promise<EmulatorRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const url = new URL(message.url ?? "/", "http://127.0.0.1");
  return {
    method: message.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}
