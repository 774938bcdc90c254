import { plainLines, STILL_MS, UNLIMITED } from "../../src/terminal/progress";

/** Progress as a pipeline sees it, with a clock that only moves when it is told to. */
function pipeline() {
  jest.useFakeTimers();
  const lines: string[] = [];
  const progress = plainLines({ write: (line) => lines.push(String(line)) > 0, isTTY: false }, () =>
    performance.now(),
  );
  return { lines, progress, pass: (ms: number) => jest.advanceTimersByTime(ms) };
}

afterEach(() => void jest.useRealTimers());

// A wait of a minute or more said neither how long it had gone on nor when it would end.
it("tells elapsed time and limit of a wait, counted from its first text", () => {
  const { lines, progress, pass } = pipeline();
  pass(5_000);
  progress.show("Waiting (0 of 2)", 60_000);
  pass(4_000);
  progress.show("Waiting (0 of 2)", 60_000);
  progress.show("Waiting (1 of 2)", 60_000);
  progress.end();
  expect(lines).toEqual(["· Waiting (0 of 2) … 0/60 s\n", "· Waiting (1 of 2) … 4/60 s\n"]);
});

it("tells elapsed time alone where nothing limits it, every half a minute", () => {
  const { lines, progress, pass } = pipeline();
  progress.show("pulumi up");
  pass(2 * STILL_MS);
  progress.end();
  pass(STILL_MS);
  expect(lines).toEqual(["· pulumi up …\n", "· pulumi up … 30 s\n", "· pulumi up … 60 s\n"]);
});

it("goes on counting where many texts belong to one wait that nothing limits", () => {
  const { lines, progress, pass } = pipeline();
  progress.show("1 of 3", UNLIMITED);
  pass(2_000);
  progress.show("2 of 3", UNLIMITED);
  progress.end();
  expect(lines).toEqual(["· 1 of 3 …\n", "· 2 of 3 … 2 s\n"]);
});

it("begins anew with another text that has no limit", () => {
  const { lines, progress, pass } = pipeline();
  progress.show("Reading");
  pass(3_000);
  progress.show("Making");
  progress.end();
  expect(lines).toEqual(["· Reading …\n", "· Making …\n"]);
});
