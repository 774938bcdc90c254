import type { Environment } from "../../environments";
import type { Remedy } from "../../remedies";
import type { RecordAction, RecordName } from "./records";

/** All words of `handover` in one language. */
export interface HandoverWords {
  title(stack: string, environment: Environment): string;
  /** Where the form is. */
  readonly form: readonly string[];
  /** Records as plenigo's backend calls them. */
  readonly records: Readonly<Record<RecordName, string>>;
  /** What to do with a record; nothing for `enter`, which is what a form is for. */
  readonly actions: Readonly<Record<Exclude<RecordAction, "enter">, string>>;
  hidden(characters: number): string;
  /** Beside the webhook's id. */
  webhookAddress(url: string): string;
  readonly byStripeConnect: string;
  /** What to do in plenigo's form in a rotation, in order. */
  rotationEntries(from: string, to: string): readonly string[];
  /** Commands that follow. */
  rotationCommands(from: string, to: string): readonly Remedy[];
  readonly rotationTitle: string;
  /** What comes after a first hand-over, in order. */
  readonly nextSteps: readonly Remedy[];
  readonly nextTitle: string;
  /** `command`: shows the secrets. */
  revealHint(command: string): string;
  markedAsDone(endpointId: string): string;
}
