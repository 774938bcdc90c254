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
