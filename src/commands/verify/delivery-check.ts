import type { ConnectionSecret } from "../../secret/connection-secret";
import type { DeliveryApi } from "../../stripe/delivery-api";
import type { EndpointsApi } from "../../stripe/endpoints-api";
import type { Clock } from "../../terminal/surroundings";
import type { VerifyWords } from "./words";

/** What a delivery check is about. */
export interface DeliverySubject {
  readonly stack: string;
  readonly connection: ConnectionSecret;
  /** Events that the stack declares: the required ones and its own. */
  readonly declaredEvents: readonly string[];
  /** Findings and progress are told in these. */
  readonly words: VerifyWords;
}

/** How a delivery check goes about it. */
export interface DeliveryCheck extends DeliverySubject {
  readonly endpoints: EndpointsApi;
  readonly delivery: DeliveryApi;
  readonly clock: Clock;
  /** How long to wait for a delivery, in ms. */
  readonly timeoutMs: number;
  /** On live: only events from then on count, such as since a previous endpoint was switched off. */
  readonly since?: Date;
  /** Called with what is being done. `limitMs`: when it ends at the latest. */
  readonly onProgress: (text: string, limitMs?: number) => void;
}

/** Pause between two looks, in ms. */
const LOOK_EVERY_MS = 2_000;

/** Looks again until `isEnough` or the time is over, and a last time then; returns what was seen last. */
export async function lookUntil<T>(
  clock: Clock,
  timeoutMs: number,
  look: () => Promise<T>,
  isEnough: (seen: T) => boolean,
): Promise<T> {
  const deadline = clock.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    const leftMs = deadline - clock.now();
    if (isEnough(seen) || leftMs <= 0) return seen;
    await clock.sleep(Math.min(LOOK_EVERY_MS, leftMs));
  }
}
