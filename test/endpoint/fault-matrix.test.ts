import { FAULTS } from "../support/fault-matrix/faults";
import { type Matrix, tryDeaths, tryOperation } from "../support/fault-matrix/matrix";
import { OPERATIONS } from "../support/fault-matrix/operations";
import { figuresOf, problemLines, tableOf } from "../support/fault-matrix/report";

jest.mock("../../src/stripe/retry", () => require("../support/fault-matrix/patience").retryWithPatience());
jest.mock("../../src/aws/limits", () => require("../support/fault-matrix/patience").limitsWithPatience());

// In ms. An operation takes 3 s, and a minute on a machine that has much else to do.
jest.setTimeout(240_000);

const tried: Matrix[] = [];
const outcomes = () => tried.flatMap((matrix) => matrix.outcomes);
afterAll(() => {
  process.stdout.write(`\n${tableOf(outcomes())}\n`);
});

it.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
  "%s: whatever goes wrong with a call is clear, and the next plain run ends in the right place",
  async (_, operation) => {
    const matrix = await tryOperation(operation, FAULTS);
    tried.push(matrix);
    expect(matrix.outcomes).not.toEqual([]);
    expect(problemLines(matrix.outcomes)).toEqual([]);
  },
);

it("a process that is killed in any call leaves what the next plain run brings to the right place", async () => {
  const matrix = await tryDeaths(OPERATIONS, FAULTS);
  tried.push(matrix);
  expect(matrix.outcomes).not.toEqual([]);
  expect(problemLines(matrix.outcomes)).toEqual([]);
});

it("loses no endpoint and no secret, leaves no duplicate, and always ends", () => {
  expect(figuresOf(outcomes())).toEqual({
    "combinations tried": outcomes().length,
    "endpoints lost": 0,
    "secrets lost": 0,
    "duplicates left": 0,
    "runs without end": 0,
  });
});

it("prints neither keys nor signing secrets", () => {
  const printed = tried.map((matrix) => matrix.printed).join("\n");
  expect(printed).not.toMatch(/(sk|rk)_(test|live)_\w{6}|whsec_\w{6}/);
});
