import { CELLS, fitTogether, PARTS } from "./cells";

type Part = keyof typeof PARTS;
const parts = Object.keys(PARTS) as Part[];

/** Each two values of different parts that can be had together. */
const PAIRS = parts
  .flatMap((one, index) => parts.slice(index + 1).map((other) => [one, other] as const))
  .flatMap(([one, other]) =>
    PARTS[one].flatMap((first) => PARTS[other].map((second) => [one, first, other, second])),
  )
  .filter(([, first = "", , second = ""]) => fitTogether(first, second)) as [Part, string, Part, string][];

it.each(PAIRS)("%s %s is tried with %s %s", (one, first, other, second) => {
  expect(CELLS.some((cell) => cell[one] === first && cell[other] === second)).toBe(true);
});

it("no cell has what can't be had together", () => {
  expect(CELLS.filter(({ node, sdk }) => !fitTogether(node, sdk))).toEqual([]);
});
