import type { RotationStep } from "./next-step";

/** What holds before a step, and what the step does. */
export interface StepWords {
  readonly holds: string;
  readonly does: string;
}

/** Says of a step what holds now and what it does, naming the endpoints. */
export function wordsOf(step: RotationStep): StepWords {
  const name = ({ id, generation }: RotationStep["current"]) => `${id} (generation ${generation})`;
  const current = name(step.current);
  switch (step.kind) {
    case "start":
      return {
        holds: `${current} delivers, and no rotation is under way.`,
        does: `Generation ${step.current.generation + 1} is made beside it, and both deliver; nothing changes for plenigo yet.`,
      };
    case "apply":
      return {
        holds: `What the configuration declares is not so yet; ${current} is the newest endpoint.`,
        does: "The stack is updated to what is declared.",
      };
    case "hand-over":
      return {
        holds: `${name(step.old)} and ${current} both deliver. plenigo knows the old signing secret: it takes each event from the old endpoint and refuses it from the new one, so that none is lost.`,
        does: "A person enters the new signing secret in plenigo.",
      };
    case "switch":
      return {
        holds: `${name(step.old)} and ${current} both deliver, and the new one was handed over on ${step.current.handedOverAt?.toISOString()}.`,
        does: "The old endpoint is switched off, so that the delivery can be verified; it can be switched on again.",
      };
    case "verify":
      return {
        holds: `${current} alone delivers; ${name(step.old)} is switched off.`,
        does: "The delivery is verified: then the old endpoint and its secret are removed, else it is switched on again.",
      };
    case "tidy":
      return {
        holds: `${current} alone is there.`,
        does: "previousGeneration is taken out of the configuration.",
      };
  }
}
