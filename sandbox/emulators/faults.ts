import type { IncomingHttpHeaders, ServerResponse } from "node:http";

/** A request as an emulator sees it: read to its end. */
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

/** One call that reached the emulator, in the order of arrival. */
export interface RecordedCall {
  readonly operation: string;
  readonly request: EmulatorRequest;
  readonly isWrite: boolean;
  /** When it arrived, in ms of this process's clock; puts the calls of several emulators in one order. */
  readonly at: number;
  /** HTTP status whose headers went out; null while the call waits, and when no answer ever came. */
  status: number | null;
}

/**
 * What goes wrong with a call. `processed` says whether the service acts on the request before that. The kinds after
 * `silent` break the answer itself: that of the service, which then acts on the request, or `reply`, and then it does
 * not.
 *
 * - `reply`: another answer, such as a 429 or the page of a load balancer.
 * - `cut`: the connection ends without an answer.
 * - `hold`: the answer comes when `until` resolves.
 * - `silent`: the connection stays open and nothing ever comes.
 * - `drip`: one byte of the body every `everyMs` milliseconds; default 20.
 * - `half`: half of the body, then the connection ends; Node's clients report ECONNRESET.
 * - `stuck`: half of the body, then nothing ever comes, and the connection stays open.
 * - `endless`: the whole body, and then blanks as fast as the client takes them, for ever.
 *
 * What lasts for ever ends with the connection: when the client gives up, by `dropConnections`, or by `close`.
 */
export type FaultEffect =
  | { readonly kind: "reply"; readonly reply: EmulatorReply; readonly processed: boolean }
  | { readonly kind: "cut"; readonly processed: boolean }
  | { readonly kind: "hold"; readonly until: Promise<void>; readonly processed: boolean }
  | { readonly kind: "silent"; readonly processed: boolean }
  | { readonly kind: "drip"; readonly everyMs?: number; readonly reply?: EmulatorReply }
  | { readonly kind: "half" | "stuck" | "endless"; readonly reply?: EmulatorReply };

/** A fault that is used up after `times` matching calls (Infinity: for good). */
export interface Fault {
  readonly matches: (call: RecordedCall) => boolean;
  readonly effect: FaultEffect;
  times: number;
}

/** The first fault that matches the call and is not used up; counts it as used once. */
export function takeFault(faults: readonly Fault[], call: RecordedCall): Fault | undefined {
  const fault = faults.find((candidate) => candidate.times > 0 && candidate.matches(call));
  if (fault) fault.times -= 1;
  return fault;
}

/** Answers a call as the effect says, and resolves when nothing more will be sent. `handle` asks the service. */
export async function sendFaulty(
  effect: FaultEffect,
  handle: () => EmulatorReply | Promise<EmulatorReply>,
  response: ServerResponse,
  call: RecordedCall,
): Promise<void> {
  const start = (reply: EmulatorReply, headers?: Record<string, string | number>) => {
    call.status = reply.status;
    response.writeHead(reply.status, { ...reply.headers, ...headers });
  };
  if ("processed" in effect) {
    const own = effect.processed ? await handle() : undefined;
    if (effect.kind === "cut") return void response.destroy();
    if (effect.kind === "silent") return;
    if (effect.kind === "hold") await effect.until;
    const reply = effect.kind === "reply" ? effect.reply : (own ?? (await handle()));
    start(reply);
    return void response.end(reply.body);
  }
  const reply = effect.reply ?? (await handle());
  const body = Buffer.from(reply.body);
  if (effect.kind === "endless") {
    start(reply);
    return sendForEver(response, body);
  }
  start(reply, { "content-length": body.length });
  if (effect.kind === "drip") return dripBody(response, body, effect.everyMs ?? 20);
  response.write(body.subarray(0, body.length / 2), () => effect.kind === "half" && response.destroy());
}

function dripBody(response: ServerResponse, body: Buffer, everyMs: number): void {
  let sent = 0;
  response.flushHeaders();
  const timer = setInterval(() => {
    if (sent === body.length) return void response.end();
    response.write(body.subarray(sent, sent + 1));
    sent += 1;
  }, everyMs);
  response.once("close", () => clearInterval(timer));
}

function sendForEver(response: ServerResponse, body: Buffer): void {
  const blanks = Buffer.alloc(64 * 1024, " ");
  const send = () => {
    while (!response.destroyed && response.write(blanks));
  };
  response.on("drain", send);
  response.write(body);
  send();
}
