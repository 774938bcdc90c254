import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An address before an emulator that can stop to listen, so that the machine itself refuses connections. */
export interface Front {
  readonly url: string;
  /** Lets so many requests through from now on, and refuses the ones after them. */
  refuseAfter(requests: number): Promise<void>;
  listenAgain(): Promise<void>;
  close(): void;
}

/** Starts a front of the emulator at `target`. */
export async function startFront(target: string): Promise<Front> {
  let left = Number.POSITIVE_INFINITY;
  const server = createServer((request, response) => {
    left -= 1;
    forward(target, request, response, () => left > 0 || server.close()).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    refuseAfter: async (requests) => {
      left = requests;
      if (requests === 0) await once(server.close(), "close");
    },
    listenAgain: async () => {
      left = Number.POSITIVE_INFINITY;
      if (server.listening) return;
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Each request has a connection of its own; `beforeAnswer` runs while the client still waits. */
async function forward(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  beforeAnswer: () => void,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { host: _host, connection: _connection, "content-length": _length, ...headers } = request.headers;
  const answer = await fetch(`${target}${request.url}`, {
    method: request.method,
    headers: headers as Record<string, string>,
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  });
  const body = await answer.text();
  beforeAnswer();
  const {
    "transfer-encoding": _encoding,
    "keep-alive": _alive,
    ...rest
  } = Object.fromEntries(answer.headers);
  response.writeHead(answer.status, { ...rest, connection: "close" });
  response.end(body);
}
