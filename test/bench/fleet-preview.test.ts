import { isInBound } from "../../bench/figures";
import { previewFleetFigures } from "../../bench/fleet-preview";
import { measureProcess } from "../../bench/process-figures";

const run = (wallMs: number) => ({ wallMs, cpuMs: 32_000, peakMb: 400, code: 0 });

it.each([
  ["enough", 21_000, 2.1, true],
  ["too little", 28_000, 1.575, false],
  ["a loss", 49_000, 0.9, false],
])("the gain is %s", (_, wallMs, gain, isEnough) => {
  const figures = previewFleetFigures([{ ours: run(wallMs), loop: run(44_100) }]);
  expect(figures.map(({ value }) => value)).toEqual([wallMs / 1000, 44.1, gain, 400]);
  expect(figures.every(isInBound)).toBe(isEnough);
});

it("measures time and exit code of a command and of what it starts", async () => {
  const script = "const end = Date.now() + 300; while (Date.now() < end); process.exitCode = 3";
  const words = ["sh", "-c", `"${process.execPath}" -e '${script}'`];
  const { wallMs, cpuMs, code } = await measureProcess(words, { cwd: "/", env: process.env });
  expect({ code, isLong: wallMs >= 300, isBusy: cpuMs > 50 }).toEqual({
    code: 3,
    isLong: true,
    isBusy: true,
  });
});
