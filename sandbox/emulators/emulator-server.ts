import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type EmulatorReply,
  type EmulatorRequest,
  type Fault,
  type RecordedCall,
  sendFaulty,
  takeFault,
} from "./faults";

export type { EmulatorReply, EmulatorRequest, Fault, FaultEffect, RecordedCall } from "./faults";

/** A service behind the server: names operations and answers requests. */
export interface EmulatedService {
  /** Name of the operation, for recordings and faults: `POST /v1/webhook_endpoints`, `CreateSecret`. */
  operationOf(request: EmulatorRequest): string;
  isWrite(operation: string): boolean;
  handle(request: EmulatorRequest, operation: string): EmulatorReply | Promise<EmulatorReply>;
}

/** An emulator that listens on a loopback port. */
export interface EmulatorServer {
  /** Base address without a trailing slash, `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly calls: RecordedCall[];
  /** Faults in the order in which they are tried; push to add one, empty the list to heal. */
  readonly faults: Fault[];
  /** Ends every connection that is open now, and with it the faults that last for ever. */
  dropConnections(): void;
  close(): Promise<void>;
}

/** Options of every emulator's server. */
export interface EmulatorServerOptions {
  /** Waiting time before each answer, in ms; for benchmarks. Default 0. */
  readonly latencyMs?: number;
  /** Port to listen on. Default: a free one. */
  readonly port?: number;
}

/** Starts `service` on 127.0.0.1, records each call and applies the faults that match it. */
export async function startEmulatorServer(
  service: EmulatedService,
  options: EmulatorServerOptions = {},
): Promise<EmulatorServer> {
  const calls: RecordedCall[] = [];
  const faults: Fault[] = [];
  const server = createServer((message, response) => {
    answer(message, response).catch(() => response.destroy());
  });
  const answer = async (message: IncomingMessage, response: ServerResponse) => {
    const call = recordOf(service, await readRequest(message));
    calls.push(call);
    if (options.latencyMs) await new Promise((resolve) => setTimeout(resolve, options.latencyMs));
    await answerCall(service, call, takeFault(faults, call), response);
  };

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    faults,
    dropConnections: () => server.closeAllConnections(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function recordOf(service: EmulatedService, request: EmulatorRequest): RecordedCall {
  const operation = service.operationOf(request);
  return { operation, request, isWrite: service.isWrite(operation), at: performance.now(), status: null };
}

async function answerCall(
  service: EmulatedService,
  call: RecordedCall,
  fault: Fault | undefined,
  response: ServerResponse,
): Promise<void> {
  const handle = () => service.handle(call.request, call.operation);
  if (fault) return sendFaulty(fault.effect, handle, response, call);
  const reply = await handle();
  call.status = reply.status;
  response.writeHead(reply.status, reply.headers);
  response.end(reply.body);
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
