import { ratiosOf, runInTurn, spreadOf } from "../../bench/statistics";

describe("the spread", () => {
  it.each([
    ["of one number", [3], { min: 3, median: 3, max: 3 }],
    ["of an odd count", [9, 1, 10], { min: 1, median: 9, max: 10 }],
    ["of an even count lies between the two in the middle", [4, 1, 2, 10], { min: 1, median: 3, max: 10 }],
  ])("%s is told whatever their order", (_, numbers, expected) => {
    expect(spreadOf(numbers)).toEqual(expected);
  });

  it("of nothing is refused", () => {
    expect(() => spreadOf([])).toThrow("there is nothing to measure");
  });
});

describe("pairs of runs", () => {
  it("run in turn, and each side goes first in every other pair", async () => {
    const order: string[] = [];
    const side = (name: string) => async () => order.push(name);
    const pairs = await runInTurn(3, { floor: side("floor"), ours: side("ours") });
    expect(order).toEqual(["floor", "ours", "ours", "floor", "floor", "ours"]);
    expect(pairs[1]).toEqual({ ours: 3, floor: 4 });
  });

  it("are compared each for itself, so that a slow moment of the machine counts on both sides", () => {
    const pairs = [
      { ours: 110, floor: 100 },
      { ours: 1100, floor: 1000 },
    ];
    expect(ratiosOf(pairs)).toEqual([1.1, 1.1]);
  });
});
