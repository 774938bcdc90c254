import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { type EmulatorServer, startEmulatorServer } from "../../../sandbox/emulators/emulator-server";
import type { FaultEffect } from "../../../sandbox/emulators/faults";
import { BROKEN_ANSWERS, gatewayReply } from "../../support/broken-answers";

const TEXT = '{"id":"we_1"}';

let server: EmulatorServer;
let handled = 0;

beforeEach(async () => {
  handled = 0;
  server = await startEmulatorServer({
    operationOf: () => "Read",
    isWrite: () => false,
    handle: () => {
      handled += 1;
      return { status: 200, headers: { "content-type": "application/json" }, body: TEXT };
    },
  });
});

afterEach(() => server.close());

const broken = (effect: FaultEffect, times = 1) => server.faults.push({ matches: () => true, effect, times });

/** What a client sees of one call: the pieces of the body as they come, and how it ends. */
interface Seen {
  readonly status: number | undefined;
  readonly pieces: readonly string[];
  readonly end: "complete" | "broken off";
}

/** Calls the server; `onPiece` looks at each piece of the body, `onSent` waits for no answer. */
function call(onPiece: (pieces: readonly string[], sent: ClientRequest) => void = () => {}): Promise<Seen> {
  return new Promise((resolve) => {
    const pieces: string[] = [];
    let answer: IncomingMessage | undefined;
    const ended = (end: Seen["end"]) => resolve({ status: answer?.statusCode, pieces, end });
    const sent = request(server.url, (response) => {
      answer = response;
      response.setEncoding("utf8");
      response.on("data", (piece: string) => {
        pieces.push(piece);
        onPiece(pieces, sent);
      });
      response.on("end", () => ended("complete"));
      response.on("error", () => ended("broken off"));
    });
    sent.on("error", () => ended("broken off"));
    sent.end();
  });
}

const arrived = async () => {
  while (server.calls.length === 0) await new Promise(setImmediate);
};

it.each([500, 502, 503, 504] as const)("a load balancer's page has status %d and is HTML", async (status) => {
  broken({ kind: "reply", reply: gatewayReply(status), processed: false });
  const { status: seen, pieces } = await call();
  expect(seen).toBe(status);
  expect(pieces.join("")).toMatch(new RegExp(`^<html>[^]*${status} [A-Z][^]*</html>\\s+$`));
  expect(handled).toBe(0);
});

it.each([
  ["502 without a body", 502, 0],
  ["503 without a body", 503, 0],
  ["200 without a body", 200, 1],
] as const)("%s is an answer that is complete", async (name, status, times) => {
  broken(BROKEN_ANSWERS[name]);
  expect(await call()).toEqual({ status, pieces: [], end: "complete" });
  expect(handled).toBe(times);
});

it("half a body has the length of the whole and is broken off", async () => {
  broken({ kind: "half" });
  const seen = await call();
  expect(seen).toMatchObject({ status: 200, end: "broken off" });
  expect(seen.pieces.join("")).toBe(TEXT.slice(0, 6));
});

it("a body can come byte by byte, to its end", async () => {
  broken({ kind: "drip", everyMs: 1 });
  const { pieces, end } = await call();
  expect(pieces.join("")).toBe(TEXT);
  expect(pieces.length).toBeGreaterThan(1);
  expect(end).toBe("complete");
});

it("an endless body has sent more than a million characters when the client gives up", async () => {
  broken({ kind: "endless" });
  let length = 0;
  const seen = await call((pieces, sent) => {
    length += (pieces.at(-1) as string).length;
    if (length > 1e6) sent.destroy();
  });
  expect(seen.pieces.join("").startsWith(`${TEXT} `)).toBe(true);
});

it.each<[string, FaultEffect, number | undefined, number]>([
  ["no answer", { kind: "silent", processed: false }, undefined, 0],
  ["no answer to what was done", { kind: "silent", processed: true }, undefined, 1],
  ["a body that stops in its middle", { kind: "stuck" }, 200, 1],
])("%s lasts until the connections are dropped", async (_name, effect, status, times) => {
  broken(effect);
  const seen = call(() => server.dropConnections());
  await arrived();
  if (status === undefined) server.dropConnections();
  expect(await seen).toMatchObject({ status, end: "broken off" });
  expect(handled).toBe(times);
});

it.each(["drip", "half", "stuck", "endless"] as const)(
  "%s sends the given reply instead of what the service says",
  async (kind) => {
    broken({ kind, reply: { status: 503, body: "given" } });
    const seen = await call((_pieces, sent) => sent.destroy());
    expect(seen.status).toBe(503);
    expect(seen.pieces[0]?.[0]).toBe("g");
    expect(handled).toBe(0);
  },
);

it.each(Object.entries(BROKEN_ANSWERS))(
  "after %s the server closes, and its next call is well",
  async (_name, effect) => {
    broken(effect);
    const first = call((_pieces, sent) => sent.destroy());
    await arrived();
    expect(await call()).toEqual({ status: 200, pieces: [TEXT], end: "complete" });
    await server.close();
    await first;
  },
);
