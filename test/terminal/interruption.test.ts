import { ENDING, watchInterruption } from "../../src/terminal/interruption";

it("the first signal is a wish to stop, further ones are passed on, and afterwards none is taken", () => {
  const told: string[] = [];
  const before = process.listenerCount("SIGHUP");
  const interruption = watchInterruption(
    () => told.push("stop"),
    (signal) => told.push(signal),
  );
  expect(interruption.isRequested).toBe(false);
  for (let count = 0; count < 3; count += 1) process.emit("SIGHUP", "SIGHUP");
  expect([interruption.isRequested, told]).toEqual([true, ["stop", "SIGHUP", "SIGHUP"]]);
  interruption.end();
  expect(process.listenerCount("SIGHUP")).toBe(before);
});

it("a wish to stop that is not enough is passed on in time, ever harder", () => {
  jest.useFakeTimers();
  const passedOn: string[] = [];
  const interruption = watchInterruption(
    () => {},
    (signal) => passedOn.push(signal),
  );
  process.emit("SIGTERM", "SIGTERM");
  jest.advanceTimersByTime(ENDING.passOnMs - 1);
  expect(passedOn).toEqual([]);
  jest.advanceTimersByTime(30_000 - ENDING.passOnMs);
  expect(passedOn).toEqual(["SIGINT", "SIGTERM", "SIGKILL"]);
  interruption.end();
  jest.useRealTimers();
});
