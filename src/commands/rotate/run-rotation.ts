import { UserError } from "../../errors";
import { pulumi } from "../../remedies";
import type { DeliveryFinding, DeliveryResult } from "../verify/report";
import { type ConfigChange, nextStep, type RotationFacts, type RotationStep } from "./next-step";

/** The world that a rotation changes. Every method throws UserError. */
export interface RotationWorld {
  readonly facts: () => Promise<RotationFacts>;
  /** Changes the stack's file, in one write. */
  readonly configure: (change: ConfigChange) => Promise<void>;
  /** `pulumi up`. */
  readonly update: () => Promise<void>;
  /** `since`: on live, only events from then on count. */
  readonly verify: (since?: Date) => Promise<DeliveryResult>;
  readonly markHandedOver: (endpointId: string) => Promise<void>;
  readonly unmarkHandedOver: (endpointId: string) => Promise<void>;
  readonly now: () => Date;
}

/** The person or pipeline that a rotation talks to. */
export interface RotationTalk {
  /** Says what holds and what comes. */
  readonly announce: (step: RotationStep) => void;
  /** @throws UserError `confirmation-missing`, `cancelled` */
  readonly confirm: (step: RotationStep) => Promise<void>;
  /** Shows what to enter, and asks whether it was entered; false where nobody can be asked. @throws UserError `cancelled` */
  readonly isEntered: (step: RotationStep) => Promise<boolean>;
  /** Says that plenigo takes the events of an endpoint. */
  readonly takesEvents: (endpointId: string) => void;
  /** Says that the old endpoint delivers again. */
  readonly switchedOnAgain: (endpointId: string) => void;
}

/**
 * How a rotation stands at the end of a call. `under-way`: a step was done, and there are more. `waiting`: a person has to
 * enter the new signing secret. `not-verified`: plenigo does not take the events, or it can't be told.
 */
export type RotationStatus = "finished" | "under-way" | "waiting" | "not-verified";

/** What a call has come to. */
export interface RotationOutcome {
  readonly status: RotationStatus;
  /** Steps that were done, in order. */
  readonly done: readonly RotationStep["kind"][];
  /** What the delivery check has found, where it was not good. */
  readonly findings: readonly DeliveryFinding[];
}

/** Walks through a rotation from where it is. `isOneStep`: one step a call, as in a pipeline. */
export async function runRotation(
  world: RotationWorld,
  talk: RotationTalk,
  isOneStep: boolean,
): Promise<RotationOutcome> {
  const done: RotationStep["kind"][] = [];
  let switchedOffAt: Date | undefined;
  for (;;) {
    const step = nextStep(await world.facts());
    // What would come after the last step is the start of the next rotation, and nobody has asked for that.
    if (step.kind === "start" && done.length > 0) return { status: "finished", done, findings: [] };
    if (isOneStep && done.length > 0) return { status: "under-way", done, findings: [] };
    if (step.kind === "apply" && done.at(-1) === "apply") throw notApplied(step.current.id);
    talk.announce(step);
    const result = await takeStep(step, world, talk, switchedOffAt).catch((error: unknown) => {
      throw afterSteps(error, done);
    });
    if (result) return { ...result, done };
    if (step.kind === "switch") switchedOffAt = world.now();
    done.push(step.kind);
  }
}

/** "Nothing was written" would not be true after steps that were done, nor in the middle of one. */
function afterSteps(error: unknown, done: readonly RotationStep["kind"][]): unknown {
  if (!(error instanceof UserError)) return error;
  const isAnswer = error.code === "cancelled" || error.code === "confirmation-missing";
  const isBefore = isAnswer && error.parts.state === undefined;
  if (isBefore && done.length === 0) return error;
  const steps = done.length > 0 ? `Done so far: ${done.join(", ")}. ` : "";
  return new UserError({ ...error.parts, state: `${steps}Called again, rotate goes on from where it is.` });
}

/** Does a step; returns how the rotation stands where it can't go on. */
async function takeStep(
  step: RotationStep,
  world: RotationWorld,
  talk: RotationTalk,
  switchedOffAt: Date | undefined,
): Promise<Omit<RotationOutcome, "done"> | undefined> {
  switch (step.kind) {
    case "hand-over":
      if (!(await talk.isEntered(step))) return { status: "waiting", findings: [] };
      await world.markHandedOver(step.current.id);
      return undefined;
    case "verify":
      await talk.confirm(step);
      return verifyAndRemove(step, world, talk, switchedOffAt);
    case "tidy":
      await world.configure(step.change);
      return undefined;
    default:
      await talk.confirm(step);
      if (step.change) await world.configure(step.change);
      await world.update();
      return undefined;
  }
}

async function verifyAndRemove(
  { current, old }: Extract<RotationStep, { kind: "verify" }>,
  world: RotationWorld,
  talk: RotationTalk,
  switchedOffAt: Date | undefined,
): Promise<Omit<RotationOutcome, "done"> | undefined> {
  const { status, findings } = await world.verify(switchedOffAt);
  if (status === "delivered") {
    talk.takesEvents(current.id);
    await world.configure({ previous: "removed" });
    await world.update();
    await world.configure({ previous: null });
    return undefined;
  }
  if (status === "not-delivered") {
    await world.configure({ previous: "enabled" });
    await world.update();
    // The mark was not true, whatever the reason: the hand-over is to be looked at again.
    await world.unmarkHandedOver(current.id);
    talk.switchedOnAgain(old.id);
  }
  return { status: "not-verified", findings };
}

/** An update that ends well and changes nothing would be repeated for ever. */
function notApplied(endpointId: string): UserError {
  return new UserError({
    code: "rotation-refused",
    what: "the update ended well, but what is declared is still not so.",
    where: endpointId,
    next: [pulumi("preview --diff", "what it would change")],
    state: "The update was done.",
  });
}
