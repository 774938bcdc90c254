import { isInBound } from "../../bench/figures";
import { previewFigures } from "../../bench/preview-floor";

const pair = (ours: number) => ({ ours, floor: 1000 });

it.each([
  ["one slow run passes, since the median counts", [1040, 1050, 5000], 1.05, true],
  ["most runs are too slow", [1000, 1051, 1060], 1.051, false],
])("%s", (_, times, ratio, isFast) => {
  const figures = previewFigures(times.map(pair));
  expect(figures.map(({ value }) => value)).toEqual([times[1], 1000, ratio]);
  expect(figures.every(isInBound)).toBe(isFast);
});
