import type { EmulatedEndpoint } from "../../../sandbox/emulators/stripe/stripe-emulator";
import type { EndpointInputs } from "../../../src/endpoint/endpoint-state";
import { isOurs, marksIn } from "../../../src/endpoint/marks";
import type { EngineDriver } from "./engine-driver";
import type { DeclaredEndpoint, Program } from "./program";

/** Something that is not as it must be after a run; holds no secret. */
export interface Problem {
  readonly kind:
    | "no end"
    | "endpoint lost"
    | "secret lost"
    | "duplicate left"
    | "not as declared"
    | "error not clear";
  readonly text: string;
}

/** Compares Stripe, state and connection secret with what a program declares; `endpoints` are all of the account. */
export function problemsOf(
  endpoints: readonly EmulatedEndpoint[],
  engine: EngineDriver,
  program: Program,
): Problem[] {
  return [
    ...program.endpoints.flatMap((declared) => problemsWith(declared, endpoints, engine)),
    ...leftovers(endpoints, engine, program),
  ];
}

function problemsWith(
  { name, inputs }: DeclaredEndpoint,
  endpoints: readonly EmulatedEndpoint[],
  { entries, stored }: EngineDriver,
): Problem[] {
  const entry = entries.find((candidate) => candidate.name === name && !candidate.isReplaced);
  const endpoint = endpoints.find(({ id }) => id === entry?.id);
  if (!entry || !endpoint) return [{ kind: "endpoint lost", text: name }];
  const isKnown = [entry.outs.signingSecret, stored[entry.id]].every((secret) => secret === endpoint.secret);
  const different = unlike(endpoint, inputs).map(
    (text): Problem => ({ kind: "not as declared", text: `${name}: ${text}` }),
  );
  return isKnown ? different : [...different, { kind: "secret lost", text: name }];
}

function unlike(endpoint: EmulatedEndpoint, inputs: EndpointInputs): string[] {
  const events = Object.keys(inputs.enabledEvents).sort();
  const equal = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  const sorted = (bag: object) => Object.entries(bag).sort();
  return [
    endpoint.url === inputs.url ? "" : "url",
    (endpoint.status === "enabled") === inputs.enabled ? "" : `status ${endpoint.status}`,
    equal([...endpoint.enabled_events].sort(), events) ? "" : "events",
    (endpoint.description ?? "") === inputs.description ? "" : "description",
    equal(sorted(marksIn(endpoint.metadata)), sorted(inputs.marks)) ? "" : "marks",
  ].filter(Boolean);
}

function leftovers(
  endpoints: readonly EmulatedEndpoint[],
  engine: EngineDriver,
  { endpoints: declared, marks }: Program,
): Problem[] {
  const ids = engine.entries.map(({ id }) => id);
  const ours = endpoints.filter(({ metadata, id }) => isOurs(metadata, marks) && !ids.includes(id));
  const extra = Math.max(ids.length, Object.keys(engine.stored).length) - declared.length;
  const problems = ours.map(({ id }): Problem => ({ kind: "duplicate left", text: id }));
  if (extra > 0) problems.push({ kind: "not as declared", text: `${extra} too many in state or secret` });
  return problems;
}

/** Whether some endpoint delivers events that a reader of the connection secret can verify. */
export function isVerifiable(endpoints: readonly EmulatedEndpoint[], { stored }: EngineDriver): boolean {
  return endpoints.some(({ id, secret, status }) => status === "enabled" && stored[id] === secret);
}
