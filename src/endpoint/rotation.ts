import { UserError } from "../errors";
import { type Remedy, setConfig } from "../remedies";
import type { StripeEndpoint } from "../stripe/endpoints-api";
import type { EndpointInputs } from "./endpoint-state";
import { generationIn, isOurs } from "./marks";

/** Generation by endpoint id, of the endpoints that the state holds. */
export type HeldGenerations = ReadonlyMap<string, number>;

/**
 * Generations of this stack's endpoints in Stripe, with whether each is enabled. What the state holds is the stack's
 * whatever its marks say: somebody may have edited them, or the stack was renamed.
 */
function generationsIn(
  endpoints: readonly StripeEndpoint[],
  { marks }: EndpointInputs,
  held: HeldGenerations,
): Map<number, boolean> {
  const found = endpoints.flatMap(({ id, metadata, enabled }): [number, boolean][] => {
    const generation = held.get(id) ?? (isOurs(metadata, marks) ? generationIn(metadata) : undefined);
    return generation === undefined ? [] : [[generation, enabled]];
  });
  return new Map(found);
}

/**
 * A previous endpoint is never made: it is there, or it has gone.
 * @throws UserError `rotation-refused`
 */
export function refuseNewPrevious(news: EndpointInputs): void {
  throw refusal(`there is no endpoint of generation ${news.generation} any more, and it is not made again.`, [
    setConfig("previousGeneration", "removed"),
  ]);
}

/**
 * Judges the step to a generation by this stack's endpoints in Stripe.
 * @throws UserError `rotation-refused`
 */
export function judgeGeneration(
  endpoints: readonly StripeEndpoint[],
  news: EndpointInputs,
  held: HeldGenerations,
): void {
  const there = generationsIn(endpoints, news, held);
  const { generation, previousGeneration } = news;
  const newest = Math.max(0, ...there.keys());
  if (newest === 0) return;
  if (newest > generation) throw notNext(generation, newest, newest, "it can't be lowered");
  if (newest < generation - 1) throw notNext(generation, newest, newest + 1, "raise it by one");
  if (!there.has(generation - 1)) return;
  if (previousGeneration === undefined) {
    throw refusal(
      `the endpoint of generation ${generation - 1} is still there: say what it does while plenigo gets the new signing secret.`,
      [
        setConfig("previousGeneration", "enabled", "both deliver; plenigo may take either secret"),
        setConfig("previousGeneration", "removed", "a leaked secret: the old one stops at once"),
      ],
    );
  }
  const isStep = !there.has(generation);
  if (isStep && previousGeneration === "disabled" && there.get(generation - 1)) {
    throw refusal("the previous endpoint would stop before plenigo has the new signing secret.", [
      setConfig(
        "previousGeneration",
        "enabled",
        "then pulumi up, then hand the new secret over, then disabled",
      ),
    ]);
  }
}

function notNext(generation: number, newest: number, right: number, rule: string): UserError {
  return refusal(`signingSecretGeneration is ${generation}, but generation ${newest} is in use; ${rule}.`, [
    setConfig("signingSecretGeneration", right),
  ]);
}

/** What stops when a rotation leaves out the overlap; undefined when nothing does. */
export function warningOfOneStep(
  endpoints: readonly StripeEndpoint[],
  news: EndpointInputs,
  held: HeldGenerations,
): string | undefined {
  const isAtOnce =
    news.previousGeneration === "removed" && generationsIn(endpoints, news, held).has(news.generation - 1);
  if (!isAtOnce) return undefined;
  return `warning: the endpoint of generation ${news.generation - 1} is removed in this run; until plenigo has the new signing secret, it refuses events.`;
}

function refusal(what: string, next: readonly Remedy[]): UserError {
  return new UserError({
    code: "rotation-refused",
    what,
    where: "signingSecretGeneration, previousGeneration",
    next,
  });
}
