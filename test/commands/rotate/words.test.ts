import type { RotationStep } from "../../../src/commands/rotate/next-step";
import { actionOf } from "../../../src/commands/rotate/step-words";
import { rotateWords } from "../../../src/commands/rotate/words";

const old = { id: "we_1", generation: 1, enabled: true };
const current = { id: "we_2", generation: 2, enabled: true, handedOverAt: new Date(0) };
const change = {};
const STEPS: readonly RotationStep[] = [
  { kind: "start", current, change },
  { kind: "apply", current },
  { kind: "hand-over", old, current },
  { kind: "switch", old, current, change },
  { kind: "verify", old, current },
  { kind: "tidy", current, change },
];

const HOLDS = {
  en: {
    start: /^we_2 \(generation 2\) delivers, and no rotation is under way\.$/,
    apply: /^The stack is not yet what its file declares; we_2/,
    "hand-over": /both deliver\. plenigo knows the old.*no event is lost\.$/,
    switch: /both deliver, and the new one was handed over on 1970-/,
    verify: /^we_2 \(generation 2\) alone delivers; we_1 \(generation 1\) is switched off\.$/,
    tidy: /alone is there\.$/,
  },
  de: {
    start: /^we_2 \(generation 2\) stellt zu; derzeit läuft kein Wechsel\.$/,
    apply: /^Der Stack entspricht noch nicht seiner Datei; we_2/,
    "hand-over": /stellen beide zu\. plenigo kennt den alten.*keines verloren geht\.$/,
    switch: /stellen beide zu; der neue wurde am 1970-/,
    verify: /^Nur noch we_2 \(generation 2\) stellt zu; we_1 \(generation 1\) ist ausgeschaltet\.$/,
    tidy: /ist vorhanden\.$/,
  },
};

describe.each(["en", "de"] as const)("in %s", (language) => {
  const words = rotateWords(language);

  it.each(STEPS.map((step) => [step.kind, step] as const))("says before %s what holds", (kind, step) => {
    expect(words.step(step).holds).toMatch(HOLDS[language][kind]);
  });

  // Each sentence was printed twice: as an announcement, and as the question.
  it.each(STEPS.map((step) => [step.kind, step] as const))("says nothing twice before %s", (_, step) => {
    const { holds, effect } = words.step(step);
    const sentences = [holds, effect, words.question(step)].flatMap((text) => text.split(/(?<=[.?:;]) /));
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it.each(STEPS.map((step) => [step.kind, step] as const))("asks a question before %s", (_, step) => {
    expect(words.question(step)).toMatch(/^[A-ZÄÖÜ]?\S.*\?$/);
  });
});

it("makes the English question of the words of the refusal", () => {
  expect(STEPS.map(actionOf)).toEqual([
    "make the endpoint of generation 3 beside we_2",
    "update the stack to what its file declares",
    "mark we_2 as handed over",
    "switch we_1 off",
    "verify the delivery, and remove we_1 if plenigo takes the events",
    "take previousGeneration out of the configuration",
  ]);
  expect(rotateWords("en").question({ kind: "switch", old, current, change })).toBe("Switch we_1 off?");
});
