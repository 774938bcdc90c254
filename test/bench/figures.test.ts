import { type Figure, figureTable, isInBound, savedFigures } from "../../bench/figures";

const gain: Figure = { name: "gain", value: 2.034, unit: "times", bound: { atLeast: 2 } };
const memory: Figure = { name: "memory", value: 330, unit: "MB", bound: { atMost: 300 } };
const time: Figure = { name: "time", value: 22.14, unit: "s" };

it.each([
  ["keeps to a lower bound", gain, true],
  ["keeps to a bound that it just meets", { ...gain, value: 2 }, true],
  ["misses a lower bound", { ...gain, value: 1.999 }, false],
  ["misses an upper bound", memory, false],
  ["has no bound to miss", time, true],
])("a figure that %s", (_, figure, expected) => {
  expect(isInBound(figure)).toBe(expected);
});

it("stands in one table with its bound, the verdict and the last release's figure", () => {
  const last = { version: "0.1.0", machine: "another machine", values: { gain: 1.57, memory: 330 } };
  const lines = figureTable([gain, memory, time], "this machine", last).split("\n");
  expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
    ["this machine"],
    [""],
    ["measured", "bound", "against 0.1.0"],
    ["gain", "2.03 times", "≥ 2 times", "ok", "+30 %"],
    ["memory", "330 MB", "≤ 300 MB", "missed", "same"],
    ["time", "22.1 s"],
    [""],
    ["0.1.0 was measured on: another machine"],
  ]);
});

it("says so where no release has left figures", () => {
  expect(figureTable([gain], "this machine")).toContain("No release has left figures yet.");
});

it("is kept for the next release by its name, with four digits", () => {
  const { values } = savedFigures("0.1.0", "this machine", [gain, { ...time, value: 22.13789 }]);
  expect(values).toEqual({ gain: 2.034, time: 22.14 });
});

it("is not kept in place of another one of its name", () => {
  expect(() => savedFigures("0.1.0", "this machine", [gain, { ...time, name: "gain" }])).toThrow('"gain"');
});
