import { previewFleetTable } from "../../bench/fleet-preview";
import { measureProcess } from "../../bench/process-figures";

const run = (parallel: number, wallMs: number) => ({ parallel, wallMs, cpuMs: 60_000, peakMb: 400, code: 0 });

it.each([
  ["enough", 36_000, /throughput 1\.75 times, .*: ok$/],
  ["too little", 40_000, /throughput 1\.57 times, .*: missed$/],
  ["a loss", 70_000, /throughput 0\.90 times, .*: missed$/],
])("the table judges %s", (_, wallMs, verdict) => {
  const table = previewFleetTable([run(1, 63_000), run(2, wallMs)]);
  expect(table).toMatch(verdict);
  expect(table).toContain("two cores can give 2.10 times at the most");
  expect(table).toMatch(/1 at a time +63\.0 s +3\.1 s +3\.0 s +400 MB/);
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
