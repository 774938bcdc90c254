import { type Remedy, stepOf, wordsOfStep } from "../../src/remedies";

/** Remedies as a person reads them, for a stack. */
export function remedyLines(remedies: readonly Remedy[] = [], stack?: string): string[] {
  return remedies.map((remedy) => wordsOfStep(stepOf(remedy, { stack, starter: "npx plenigo-stripe" })));
}
