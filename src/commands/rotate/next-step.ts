import type { PreviousGeneration } from "../../endpoint/endpoint-state";
import { UserError } from "../../errors";
import { pulumi, setConfig, shell } from "../../remedies";

/** One of the stack's endpoints, as Stripe has it. */
export interface OwnEndpoint {
  readonly id: string;
  readonly generation: number;
  readonly enabled: boolean;
  /** When a person has entered it in plenigo; missing where nobody has said so. */
  readonly handedOverAt?: Date;
}

/** All that a rotation is told by: configuration, Stripe, connection secret. Nothing else remembers where it is. */
export interface RotationFacts {
  readonly stack: string;
  readonly declared: { readonly generation: number; readonly previous?: PreviousGeneration };
  /** The stack's endpoints in Stripe. */
  readonly endpoints: readonly OwnEndpoint[];
  /** Endpoint ids in the connection secret. */
  readonly stored: { readonly current: string; readonly previous?: string };
}

/** What the configuration is changed to; a `previous` of null is taken out. */
export interface ConfigChange {
  readonly generation?: number;
  readonly previous?: PreviousGeneration | null;
}

/** The next step of a rotation. `old` and `current` are the endpoints of the generation before and of the newest one. */
export type RotationStep =
  /** No rotation is under way: the next generation is made beside the one in use. */
  | { readonly kind: "start"; readonly current: OwnEndpoint; readonly change: ConfigChange }
  /** What is declared is not so yet, such as after an update that failed. */
  | { readonly kind: "apply"; readonly current: OwnEndpoint; readonly change?: ConfigChange }
  /** Both deliver, and a person has to enter the new signing secret in plenigo. */
  | { readonly kind: "hand-over"; readonly old: OwnEndpoint; readonly current: OwnEndpoint }
  /** It was entered: the old endpoint is switched off. */
  | {
      readonly kind: "switch";
      readonly old: OwnEndpoint;
      readonly current: OwnEndpoint;
      readonly change: ConfigChange;
    }
  /** The new endpoint alone delivers: verified, the old one is removed; else it is switched on again. */
  | { readonly kind: "verify"; readonly old: OwnEndpoint; readonly current: OwnEndpoint }
  /** All is done but the configuration, which still speaks of a previous endpoint. */
  | { readonly kind: "tidy"; readonly current: OwnEndpoint; readonly change: ConfigChange };

/**
 * Tells by the facts alone where a rotation is, so that it can stop and go on between any two steps.
 * @throws UserError `endpoint-gone`: nothing to rotate; `rotation-refused`: the configuration is not of this world
 */
export function nextStep(facts: RotationFacts): RotationStep {
  const current = newestOf(facts);
  const old = facts.endpoints.find(({ generation }) => generation === current.generation - 1);
  const { generation, previous } = facts.declared;
  if (generation !== current.generation) return stepToDeclared(facts, current);
  if (facts.stored.current !== current.id) return { kind: "apply", current };
  if (old) return stepBeside(facts, current, old);
  if (previous === "enabled" || previous === "disabled")
    return { kind: "apply", current, change: { previous: "removed" } };
  if (facts.stored.previous) return { kind: "apply", current };
  if (previous === "removed") return { kind: "tidy", current, change: { previous: null } };
  return { kind: "start", current, change: raised(current) };
}

/** The step while both endpoints are there. */
function stepBeside(
  { declared: { previous }, stored }: RotationFacts,
  current: OwnEndpoint,
  old: OwnEndpoint,
): RotationStep {
  if (previous === undefined) {
    const change: ConfigChange = { previous: old.enabled ? "enabled" : "disabled" };
    return { kind: "apply", current, change };
  }
  const isAsDeclared = stored.previous === old.id && old.enabled === (previous === "enabled");
  if (previous === "removed" || !isAsDeclared) return { kind: "apply", current };
  if (previous === "disabled") return { kind: "verify", old, current };
  return current.handedOverAt
    ? { kind: "switch", old, current, change: { previous: "disabled" } }
    : { kind: "hand-over", old, current };
}

/** The step when another generation is declared than the newest in Stripe. */
function stepToDeclared({ stack, declared }: RotationFacts, current: OwnEndpoint): RotationStep {
  if (declared.generation !== current.generation + 1) {
    throw new UserError({
      code: "rotation-refused",
      what: `signingSecretGeneration is ${declared.generation}, but generation ${current.generation} (${current.id}) is in use.`,
      where: "signingSecretGeneration",
      next: [
        shell("git pull", "the stack's file may be older than the last rotation"),
        setConfig("signingSecretGeneration", current.generation),
      ],
      stack,
    });
  }
  const isWhole = declared.previous === "enabled" || declared.previous === "removed";
  return isWhole ? { kind: "apply", current } : { kind: "start", current, change: raised(current) };
}

function raised({ generation }: OwnEndpoint): ConfigChange {
  return { generation: generation + 1, previous: "enabled" };
}

function newestOf({ endpoints, stack }: RotationFacts): OwnEndpoint {
  const [newest] = [...endpoints].sort((one, other) => other.generation - one.generation);
  if (newest) return newest;
  throw new UserError({
    code: "endpoint-gone",
    what: `Stripe has no endpoint of stack ${stack}, so there is nothing to rotate.`,
    where: stack,
    next: [pulumi("up", "makes one, with a new signing secret; then hand it over")],
    stack,
  });
}

/** An endpoint of the stack as a report shows it. */
export interface RotatedEndpoint {
  readonly id: string;
  readonly generation: number;
  readonly enabled: boolean;
  /** ISO time; null where nobody has said so. */
  readonly handedOverAt: string | null;
}

/** The stack's endpoints as a report shows them. */
export function shownEndpoints({ endpoints }: RotationFacts): RotatedEndpoint[] {
  const newestFirst = [...endpoints].sort((one, other) => other.generation - one.generation);
  return newestFirst.map(({ handedOverAt, ...endpoint }) => ({
    ...endpoint,
    handedOverAt: handedOverAt?.toISOString() ?? null,
  }));
}
