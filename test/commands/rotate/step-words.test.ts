import type { RotationStep } from "../../../src/commands/rotate/next-step";
import { wordsOf } from "../../../src/commands/rotate/step-words";

const old = { id: "we_1", generation: 1, enabled: true };
const current = { id: "we_2", generation: 2, enabled: true, handedOverAt: new Date(0) };
const change = {};

it.each<[string, RotationStep, RegExp]>([
  ["start", { kind: "start", current, change }, /we_2 \(generation 2\) delivers.*\| Generation 3 is made/],
  ["apply", { kind: "apply", current }, /declares is not so yet.*\| The stack is updated/],
  [
    "hand-over",
    { kind: "hand-over", old, current },
    /both deliver\. plenigo knows the old.*none is lost\. \| A person/,
  ],
  [
    "switch",
    { kind: "switch", old, current, change },
    /was handed over on 1970-.*\| The old endpoint is switched off/,
  ],
  [
    "verify",
    { kind: "verify", old, current },
    /we_2 \(generation 2\) alone delivers; we_1.*\| The delivery is verified/,
  ],
  ["tidy", { kind: "tidy", current, change }, /alone is there\. \| previousGeneration is taken out/],
])("says before %s what holds and what is done", (_, step, words) => {
  const { holds, does } = wordsOf(step);
  expect(`${holds} | ${does}`).toMatch(words);
});
