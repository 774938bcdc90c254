import { previewFleetTable } from "../../bench/fleet-preview";
import { measureProcess } from "../../bench/process-figures";

const run = (wallMs: number) => ({ wallMs, cpuMs: 32_000, peakMb: 400, code: 0 });

it.each([
  ["enough", 21_000, /throughput 2\.10 times, .*: ok$/],
  ["too little", 28_000, /throughput 1\.57 times, .*: missed$/],
  ["a loss", 49_000, /throughput 0\.90 times, .*: missed$/],
])("the table judges %s", (_, wallMs, verdict) => {
  const table = previewFleetTable([{ ours: run(wallMs), loop: run(44_100) }]);
  expect(table).toMatch(verdict);
  expect(table).toMatch(/a loop of pulumi preview +44\.1 s +5\.5 s +4\.0 s +400 MB/);
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
