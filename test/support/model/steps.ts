import fc from "fast-check";
import { PREVIOUS_GENERATION, type PreviousGeneration } from "../../../src/endpoint/endpoint-state";

/**
 * What goes wrong in a run: the call with this number (from 0), once or with all of its operation's calls after it. The
 * SDK waits half a second after a cut; a 503 after the work is done means the same to us and takes no time.
 */
export interface ModelFault {
  readonly kind: "503 before" | "503 after" | "500" | "429";
  readonly call: number;
  readonly lasts: boolean;
}

/** What somebody changes at an endpoint by hand. */
export type Edit =
  | "delete"
  | "disable"
  | "url"
  | "events"
  | "description"
  | "note"
  | "no marks"
  | "other marks";

/** One thing that happens to a stack. */
export type Step =
  | { readonly does: "describe"; readonly text: string }
  | { readonly does: "add events"; readonly events: readonly string[] }
  | { readonly does: "change generation"; readonly by: number; readonly previous?: PreviousGeneration }
  | { readonly does: "change previous"; readonly previous?: PreviousGeneration }
  | { readonly does: "change key"; readonly revokes: boolean }
  | { readonly does: "adopt" | "forget adoption" }
  | { readonly does: "edit by hand"; readonly edit: Edit; readonly previous: boolean }
  | { readonly does: "add foreign endpoint"; readonly hasOurUrl: boolean }
  | { readonly does: "remove foreign endpoint" }
  | { readonly does: "break writes"; readonly times: number }
  | { readonly does: "up" | "refresh" | "destroy"; readonly fault?: ModelFault }
  | { readonly does: "preview" };

const previous = fc.option(fc.constantFrom(...PREVIOUS_GENERATION), { nil: undefined });

const fault: fc.Arbitrary<ModelFault> = fc.record({
  kind: fc.constantFrom("503 before", "503 after", "500", "429"),
  call: fc.nat(7),
  lasts: fc.boolean(),
});

const does = <T extends string>(...names: readonly T[]) => fc.constantFrom(...names);

/** Steps of every kind; runs without a fault are the most frequent. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ does: does("up") }) },
  { weight: 6, arbitrary: fc.record({ does: does("up"), fault }) },
  { weight: 1, arbitrary: fc.record({ does: does("preview", "refresh", "destroy") }) },
  { weight: 1, arbitrary: fc.record({ does: does("refresh", "destroy"), fault }) },
  { weight: 2, arbitrary: fc.record({ does: does("describe"), text: fc.constantFrom("", "one", "two") }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: does("add events"),
      events: fc.subarray(["charge.failed", "charge.refunded"]),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: does("change generation"),
      by: fc.constantFrom(1, 1, 1, 1, -1, 2),
      previous,
    }),
  },
  { weight: 4, arbitrary: fc.record({ does: does("change previous"), previous }) },
  { weight: 2, arbitrary: fc.record({ does: does("change key"), revokes: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: does("adopt", "forget adoption") }) },
  {
    weight: 5,
    arbitrary: fc.record({
      does: does("edit by hand"),
      edit: does("delete", "disable", "url", "events", "description", "note", "no marks", "other marks"),
      previous: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: does("add foreign endpoint"), hasOurUrl: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ does: does("remove foreign endpoint") }) },
  { weight: 1, arbitrary: fc.record({ does: does("break writes"), times: fc.integer({ min: 1, max: 3 }) }) },
);
