import { createHmac } from "node:crypto";
import type { EmulatedEndpoint, EmulatedEvent, ModeState } from "./emulated-state";
import { eventObject } from "./events";

const timeoutMs = 10_000;

/** Sends events to their endpoints and remembers who has taken them. */
export class Delivery {
  private readonly underWay = new Set<Promise<void>>();
  private readonly stop = new AbortController();

  /**
   * `deliverTo` stands for every host; without it nothing is sent. Throws if it is not a loopback address. `now`
   * gives milliseconds since 1970; `onDelivered` is called after each accepted event.
   */
  constructor(
    private readonly deliverTo: string | undefined,
    private readonly now: () => number,
    private readonly onDelivered: () => void,
  ) {
    if (deliverTo !== undefined && !isLoopback(deliverTo)) {
      throw new Error(`Events are delivered to loopback addresses only, not to ${deliverTo}`);
    }
  }

  /** Starts one attempt for each endpoint that waits for the event and is still there and enabled. */
  send(event: EmulatedEvent, world: ModeState): void {
    for (const id of event.awaiting) {
      const endpoint = world.endpoints.find((candidate) => candidate.id === id);
      if (endpoint?.status === "enabled") this.track(this.attempt(event, endpoint));
    }
  }

  /** Resolves when no attempt is under way any more. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  /** Breaks off what is under way. */
  async close(): Promise<void> {
    this.stop.abort();
    await this.settled();
  }

  private track(attempt: Promise<void>): void {
    const tracked: Promise<void> = attempt.finally(() => this.underWay.delete(tracked));
    this.underWay.add(tracked);
  }

  private async attempt(event: EmulatedEvent, endpoint: EmulatedEndpoint): Promise<void> {
    if (this.deliverTo === undefined) return;
    const { pathname, search } = new URL(endpoint.url);
    const body = JSON.stringify(eventObject(event, endpoint.api_version), null, 2);
    const isAccepted = await this.post(`${this.deliverTo.replace(/\/$/, "")}${pathname}${search}`, body, {
      "content-type": "application/json; charset=utf-8",
      "stripe-signature": signature(body, endpoint.secret, Math.floor(this.now() / 1000)),
      "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    });
    if (!isAccepted) return;
    event.awaiting = event.awaiting.filter((id) => id !== endpoint.id);
    this.onDelivered();
  }

  /** 2xx counts as taken; redirects, other answers and no answer at all as a failure, as at Stripe. */
  private async post(url: string, body: string, headers: Record<string, string>): Promise<boolean> {
    const signal = AbortSignal.any([this.stop.signal, AbortSignal.timeout(timeoutMs)]);
    try {
      const response = await fetch(url, { method: "POST", body, headers, redirect: "manual", signal });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }
}

/** The `Stripe-Signature` header: `t=…,v1=…`, HMAC-SHA256 over `${t}.${body}` with the whole `whsec_…`. */
export function signature(body: string, secret: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}

function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, protocol } = new URL(url);
  return /^https?:$/.test(protocol) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
