import type { StepLabels } from "../../terminal/language";
import type { DeliveryStatus } from "./report";

/** An endpoint or event, as messages name it. */
interface Named {
  readonly id: string;
}
type NamedEvent = Named & { readonly type: string };
type NamedEndpoint = Named & { readonly url: string };

/** All words of `verify` in one language. Ids, types and addresses are the same in each. */
export interface VerifyWords {
  readonly headlines: Readonly<Record<DeliveryStatus, string>>;
  readonly labels: StepLabels;
  /** What is being done. */
  readonly progress: {
    readonly readingEndpoints: string;
    readonly readingEvents: string;
    readonly makingPayment: string;
    /** `taken`: so many of the events. */
    waiting(payment: Named, taken: number, of: number): string;
  };
  /** What was found, one line each. */
  readonly findings: {
    endpointGone(id: string): string;
    endpointDisabled(id: string): string;
    urlDiffers(id: string, url: string, declared: string): string;
    eventsNotEnabled(id: string, types: readonly string[]): string;
    notHandedOver(id: string): string;
    neverSent(types: readonly string[], paymentId: string): string;
    noEvents(since: Date): string;
    rotationUnderWay(event: NamedEvent, own: Named, previous: Named | undefined): string;
    /** `count`: a number in words or digits. */
    earlierEvents(count: string, newest: Date, days: number): string;
    notTaken(event: NamedEvent, own: Named): string;
    bothDeliver(event: NamedEvent, own: Named, previous: Named): string;
    othersToo(event: NamedEvent, own: Named, pending: number, others: readonly NamedEndpoint[]): string;
    otherEndpoints(others: readonly NamedEndpoint[]): string;
  };
  /** `100 or more`. */
  orMore(count: number): string;
  /** Why a command or page helps. */
  readonly steps: {
    readonly compareSecret: string;
    readonly whatPlenigoAnswered: string;
    readonly attempts: string;
    readonly switchOff: string;
    readonly resend: string;
    readonly longerTimeout: string;
    readonly outages: string;
    readonly afterNextPayment: string;
  };
}

/** Endpoints with their addresses. */
export function listed(endpoints: readonly NamedEndpoint[]): string {
  return endpoints.map(({ id, url }) => `${id} (${url})`).join(", ");
}
