import { ENGLISH_CONFIRMATION } from "../../terminal/confirmation";
import { STEP_LABELS } from "../../terminal/language";
import type { RotationStep } from "./next-step";
import { actionOf, nameOf, type RotateWords, type StepWords } from "./words";

/** Words of `rotate` in English. */
export const ENGLISH: RotateWords = {
  headlines: {
    finished: "the rotation is finished",
    "not-started": "no rotation is under way",
    "under-way": "the rotation is under way",
    waiting: "the new signing secret has to be entered in plenigo",
    "not-verified": "the delivery was not verified, and the old endpoint stays",
  },
  step: wordsOf,
  ...ENGLISH_CONFIRMATION,
  question: (step) => ENGLISH_CONFIRMATION.question(actionOf(step)),
  yesAndNo: ["Yes", "No"],
  isEntered: "Have you entered the new signing secret in plenigo and saved it?",
  showSecret: "Show the new signing secret here, so that you can enter it?",
  takesEvents: (id) => `plenigo takes the events of ${id}`,
  switchedOnAgain: (id) => `${id} is switched on again, and both deliver`,
  updating: "pulumi up",
  stopping: "Stopping: pulumi ends what it has begun",
  endpoint: ({ id, generation, enabled, handedOverAt }) => {
    const handed = handedOverAt ? `handed over ${handedOverAt}` : "not marked as handed over";
    return `${id}  generation ${generation}, ${enabled ? "enabled" : "disabled"}, ${handed}`;
  },
  fileChanged: (file) => `${file} has changed: commit it`,
  labels: STEP_LABELS.en,
  withoutTerminal: (flags) => `without a terminal: ${flags}`,
};

function wordsOf(step: RotationStep): StepWords {
  const current = nameOf(step.current);
  switch (step.kind) {
    case "start":
      return {
        holds: `${current} delivers, and no rotation is under way.`,
        effect: "A second endpoint will deliver beside it; nothing changes for plenigo yet.",
      };
    case "apply":
      return {
        holds: `The stack is not yet what its file declares; ${current} is the newest endpoint.`,
        effect: "A step that was interrupted, or made by hand in the file, is done now.",
      };
    case "hand-over":
      return {
        holds: `${nameOf(step.old)} and ${current} both deliver. plenigo knows the old signing secret: it takes each event from the old endpoint and refuses it from the new one, so that no event is lost.`,
        effect: "A person enters the new signing secret in plenigo.",
      };
    case "switch":
      return {
        holds: `${nameOf(step.old)} and ${current} both deliver, and the new one was handed over on ${step.current.handedOverAt?.toISOString()}.`,
        effect: "Without the old endpoint it can be told whether plenigo takes the events of the new one.",
      };
    case "verify":
      return {
        holds: `${current} alone delivers; ${nameOf(step.old)} is switched off.`,
        effect: "If plenigo does not take the events, the old endpoint is switched on again.",
      };
    case "tidy":
      return {
        holds: `${current} alone is there.`,
        effect: "previousGeneration is taken out of the configuration.",
      };
  }
}
