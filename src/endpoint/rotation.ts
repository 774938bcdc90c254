import { UserError } from "../errors";
import type { StripeEndpoint } from "../stripe/endpoints-api";
import type { EndpointInputs } from "./endpoint-state";
import { isOurs } from "./marks";

/** Generations of this stack's endpoints in Stripe, ascending, with whether each is enabled. */
function generationsIn(
  endpoints: readonly StripeEndpoint[],
  { marks }: EndpointInputs,
): Map<number, boolean> {
  const ours = endpoints.filter(({ metadata }) => isOurs(metadata, marks));
  return new Map(ours.map(({ metadata, enabled }) => [Number(metadata.plenigo_generation), enabled]));
}

/** Whether a current endpoint that exists wants the list of endpoints: it has a predecessor that nobody speaks of. */
export function mayHaveForgottenPrevious({ role, generation, previousGeneration }: EndpointInputs): boolean {
  return role !== "previous" && generation > 1 && previousGeneration === undefined;
}

/**
 * Whether a current endpoint that exists was the previous one: its successor, if there is one, has a secret in use. There
 * is none when making it has failed.
 */
export function isLowered(olds: Partial<EndpointInputs>, news: EndpointInputs): boolean {
  return olds.role === "previous" && news.role !== "previous";
}

/**
 * A previous endpoint is never made: it is there, or it has gone.
 * @throws UserError `rotation-refused`
 */
export function refuseNewPrevious(news: EndpointInputs): void {
  throw refusal(`there is no endpoint of generation ${news.generation} any more, and it is not made again.`, [
    "pulumi config set previousGeneration removed",
  ]);
}

/**
 * Judges the step to a generation by this stack's endpoints in Stripe.
 * @throws UserError `rotation-refused`
 */
export function judgeGeneration(endpoints: readonly StripeEndpoint[], news: EndpointInputs): void {
  const there = generationsIn(endpoints, news);
  const { generation, previousGeneration } = news;
  const newest = Math.max(0, ...there.keys());
  if (newest === 0) return;
  if (newest > generation) {
    throw refusal(
      `signingSecretGeneration is ${generation}, but generation ${newest} is in use; it can't be lowered.`,
      [`pulumi config set signingSecretGeneration ${newest}`],
    );
  }
  if (newest < generation - 1) {
    throw refusal(
      `signingSecretGeneration is ${generation}, but generation ${newest} is in use; raise it by one.`,
      [`pulumi config set signingSecretGeneration ${newest + 1}`],
    );
  }
  if (!there.has(generation - 1)) return;
  if (previousGeneration === undefined) {
    throw refusal(
      `the endpoint of generation ${generation - 1} is still there: say what it does while plenigo gets the new signing secret.`,
      [
        "pulumi config set previousGeneration enabled   (both deliver; plenigo may take either secret)",
        "pulumi config set previousGeneration removed   (a leaked secret: the old one stops at once)",
      ],
    );
  }
  const isStep = !there.has(generation);
  if (isStep && previousGeneration === "disabled" && there.get(generation - 1)) {
    throw refusal("the previous endpoint would stop before plenigo has the new signing secret.", [
      "pulumi config set previousGeneration enabled   (then pulumi up, then hand the new secret over, then disabled)",
    ]);
  }
}

/** What stops when a rotation leaves out the overlap; undefined when nothing does. */
export function warningOfOneStep(
  endpoints: readonly StripeEndpoint[],
  news: EndpointInputs,
): string | undefined {
  const isAtOnce =
    news.previousGeneration === "removed" && generationsIn(endpoints, news).has(news.generation - 1);
  if (!isAtOnce) return undefined;
  return `warning: the endpoint of generation ${news.generation - 1} is removed in this run; until plenigo has the new signing secret, it refuses events.`;
}

function refusal(what: string, next: readonly string[]): UserError {
  return new UserError({
    code: "rotation-refused",
    what,
    where: "signingSecretGeneration, previousGeneration",
    next,
  });
}
