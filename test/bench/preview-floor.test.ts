import { isFastEnough, previewTable } from "../../bench/preview-floor";

const pair = (ours: number) => ({ ours, floor: 1000 });

it("lets one slow run pass, since the median counts", () => {
  expect(isFastEnough([pair(1100), pair(1150), pair(5000)])).toBe(true);
});

it.each([
  ["ok", 1150, "ok"],
  ["too slow", 1151, "too slow"],
])("says %s beside least, median and greatest", (_, ours, verdict) => {
  const lines = previewTable([pair(1000), pair(ours), pair(ours)]).split("\n");
  const cells = lines.map((line) => line.trim().split(/ {2,}/));
  expect(cells).toEqual([
    ["unchanged preview, 3 pairs", "min", "median", "max"],
    ["ours", "1000 ms", `${ours} ms`, `${ours} ms`],
    ["floor", "1000 ms", "1000 ms", "1000 ms"],
    ["ratio of each pair", "1.000", (ours / 1000).toFixed(3), (ours / 1000).toFixed(3)],
    [`median of the ratios at most 1.15: ${verdict}`],
  ]);
});
