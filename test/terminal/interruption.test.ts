import { watchInterruption } from "../../src/terminal/interruption";

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
