import { isSameUrl } from "../../../src/endpoint/marks";
import { isVerifiable, problemsOf } from "../fault-matrix/world";
import { ENDPOINT_LIMIT, type StackUnderTest } from "./stack-under-test";

/**
 * Whether a run of the program has no reason to be refused: nobody else's endpoint is in the way, no marks were taken
 * off, there is room, and the generation is a step that the endpoints in Stripe allow (contract: rotation). Where this
 * is not said, a run may be refused or succeed, but what it then leaves must be right.
 */
export function mustSucceed(stack: StackUnderTest): boolean {
  const ours = stack.ours();
  const ids = [...ours.values()].map(({ id }) => id);
  const all = stack.endpoints();
  const isInTheWay = all.some(({ id, url }) => isSameUrl(url, stack.url) && !ids.includes(id));
  const hasLostMarks = stack.engine.entries.some(
    ({ id }) => all.some((endpoint) => endpoint.id === id) && !ids.includes(id),
  );
  if (isInTheWay || hasLostMarks || stack.settings.adopt || all.length >= ENDPOINT_LIMIT) return false;
  return isAllowedStep(stack, ours);
}

function isAllowedStep(stack: StackUnderTest, ours: ReadonlyMap<number, unknown>): boolean {
  const { generation, previousGeneration } = stack.settings;
  const newest = Math.max(0, ...ours.keys());
  const isAlone = previousGeneration === undefined || previousGeneration === "removed";
  const hasPrevious = stack.held(generation - 1) !== undefined;
  if (newest === 0 || (newest === generation && !ours.has(generation - 1))) return isAlone;
  if (newest === generation)
    return previousGeneration === "removed" || (hasPrevious && previousGeneration !== undefined);
  if (newest !== generation - 1) return false;
  return previousGeneration === "removed" || (hasPrevious && previousGeneration === "enabled");
}

/** What must hold after every step, whatever went wrong in it. */
export function faultsAtAnyTime(stack: StackUnderTest): string[] {
  const all = stack.endpoints();
  const { entries, stored } = stack.engine;
  const inState = entries.map(({ id, outs }) => [id, outs.signingSecret] as const);
  const wrong = [...inState, ...Object.entries(stored)].filter(([id, known]) => {
    const endpoint = all.find((candidate) => candidate.id === id);
    return endpoint !== undefined && endpoint.secret !== known;
  });
  const touched = [...stack.foreign].filter(
    ([id, before]) => JSON.stringify(all.find((endpoint) => endpoint.id === id)) !== before,
  );
  const unnoted = all.filter(({ id, metadata }) => stack.noted.has(id) && metadata.note !== "theirs");
  return [
    ...wrong.map(([id]) => `the secret of ${id} is not Stripe's`),
    ...touched.map(([id]) => `foreign endpoint ${id} was touched`),
    ...unnoted.map(({ id }) => `other people's metadata of ${id} has gone`),
  ];
}

/** What must hold after a run that succeeded. */
export function faultsAfterSuccess(stack: StackUnderTest): string[] {
  const problems = problemsOf(stack.endpoints(), stack.engine, stack.program());
  return problems.map(({ kind, text }) => `${kind}: ${text}`);
}

/** Whether readers of the connection secret can verify what is delivered. */
export function canVerify(stack: StackUnderTest): boolean {
  return isVerifiable(stack.endpoints(), stack.engine);
}

const REFUSALS = ["foreign-endpoint", "rotation-refused", "adoption-refused", "endpoint-limit-reached"];
const OUTAGES = ["stripe-unavailable", "stripe-rate-limited"];

/** What is wrong with an error: a code that nothing explains, a stack, or a secret. */
export function faultsOfError(stack: StackUnderTest, error: Error, isFaulty: boolean): string[] {
  const stateKey = stack.engine.config?.["plenigo-stripe:stripeSecretKey"];
  const hasDeadKey = stateKey !== undefined && stack.revoked.has(stateKey);
  const expected = [...REFUSALS, ...(isFaulty ? OUTAGES : []), ...(hasDeadKey ? ["key-refused"] : [])];
  const [code = ""] = error.message.split(":");
  const secrets = [...stack.keys, ...stack.endpoints().map(({ secret }) => secret)];
  return [
    expected.includes(code) ? "" : `unexpected error: ${error.message}`,
    /\n\s+at /.test(error.message) ? `a stack: ${error.message}` : "",
    secrets.some((secret) => error.message.includes(secret.slice(-12))) ? `a secret in ${code}` : "",
  ].filter(Boolean);
}
