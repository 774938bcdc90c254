import type { StackReport, StackStatus } from "../../../../src/commands/fleet/report";
import { liveProgress, plainProgress } from "../../../../src/commands/fleet/run/fleet-progress";
import { lookOf } from "../../../../src/terminal/look";
import { STILL_MS } from "../../../../src/terminal/progress";

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function report(stack: string, status: StackStatus, message?: string): StackReport {
  const findings = message ? [{ code: "engine-failed", message }] : [];
  const nobody = { tenant: null, environment: null, companyId: null, stripeAccountId: null };
  return { stack, ...nobody, file: `Pulumi.${stack}.yaml`, status, findings };
}

function parts() {
  const lines: string[] = [];
  const print = (line: string) => {
    lines.push(line);
  };
  return { lines, parts: { total: 3, look: lookOf({}, {}), print, now: () => Date.now() } };
}

it("without a terminal, a line tells each change, and twice a minute what still runs", () => {
  const { lines, parts: given } = parts();
  const progress = plainProgress(given);
  progress.started("a.stage");
  jest.advanceTimersByTime(STILL_MS);
  progress.ended(report("a.stage", "drift"));
  progress.ended(report("b.stage", "error", "boom"));
  progress.ended(report("c.stage", "not-run"));
  jest.advanceTimersByTime(STILL_MS);
  progress.end();
  jest.advanceTimersByTime(STILL_MS);
  expect(lines).toEqual([
    "· a.stage started",
    "still running: a.stage (30 s)",
    "! a.stage drift 30 s 1/3",
    "✗ b.stage error: boom 2/3",
    "· c.stage not-run 3/3",
  ]);
});

it("on a terminal, a table shows what runs below what has ended", () => {
  const { lines, parts: given } = parts();
  let screen = "";
  const progress = liveProgress(given, {
    draw: (text) => {
      screen = text;
    },
    clear: () => {
      screen = "";
    },
  });
  progress.started("a.stage");
  progress.started("b.stage");
  jest.advanceTimersByTime(2000);
  progress.ended(report("a.stage", "ok"));
  expect(lines).toEqual(["✓ a.stage ok 2 s"]);
  expect(screen).toBe("1 of 3 done · 1 running · 1 ok · 2 s\n  b.stage  2 s");
  progress.note("a note");
  expect([lines.at(-1), screen]).toEqual(["a note", expect.stringContaining("b.stage")]);
  progress.end();
  jest.advanceTimersByTime(2000);
  expect(screen).toBe("");
});
