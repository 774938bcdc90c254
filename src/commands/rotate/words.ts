import type { StepLabels } from "../../terminal/language";
import type { OwnEndpoint, RotationStep } from "./next-step";
import type { RotateReport } from "./report";

/** What a person reads before a step. */
export interface StepWords {
  readonly holds: string;
  /** What the step brings about. */
  readonly effect: string;
}

/** All words of `rotate` in one language. */
export interface RotateWords {
  readonly headlines: Readonly<Record<RotateReport["status"], string>>;
  /** What holds and what comes, naming the endpoints. */
  step(step: RotationStep): StepWords;
  /** The question whether to take a step. */
  question(step: RotationStep): string;
  /** How to answer where a name is to be typed. */
  toType(name: string): string;
  mistyped(name: string): string;
  /** The answers to a question. */
  readonly yesAndNo: readonly [yes: string, no: string];
  readonly isEntered: string;
  readonly showSecret: string;
  takesEvents(id: string): string;
  switchedOnAgain(id: string): string;
  readonly updating: string;
  readonly stopping: string;
  /** An endpoint in a report. */
  endpoint(endpoint: RotateReport["endpoints"][number]): string;
  fileChanged(file: string): string;
  readonly labels: StepLabels;
  withoutTerminal(flags: string): string;
}

/** A step as an infinitive, for questions and refusals. */
export function actionOf(step: RotationStep): string {
  switch (step.kind) {
    case "start":
      return `make the endpoint of generation ${step.current.generation + 1} beside ${step.current.id}`;
    case "apply":
      return "update the stack to what its file declares";
    case "hand-over":
      return `mark ${step.current.id} as handed over`;
    case "switch":
      return `switch ${step.old.id} off`;
    case "verify":
      return `verify the delivery, and remove ${step.old.id} if plenigo takes the events`;
    case "tidy":
      return "take previousGeneration out of the configuration";
  }
}

/** An endpoint in words: `we_1 (generation 1)`. The same in both languages. */
export function nameOf({ id, generation }: OwnEndpoint): string {
  return `${id} (generation ${generation})`;
}
