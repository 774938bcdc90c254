import { brokenAnswers } from "../support/fault-matrix/faults";
import { type Matrix, tryMatrix } from "../support/fault-matrix/matrix";
import { OPERATIONS } from "../support/fault-matrix/operations";
import { figuresOf, problemLines, tableOf } from "../support/fault-matrix/report";

jest.mock("../../src/stripe/retry", () => require("../support/fault-matrix/patience").retryWithPatience());
jest.mock("../../src/aws/limits", () => require("../support/fault-matrix/patience").limitsWithPatience());

let matrix: Matrix;
beforeAll(async () => {
  matrix = await tryMatrix([...brokenAnswers("stripe"), ...brokenAnswers("aws")]);
  process.stdout.write(`\n${tableOf(matrix.outcomes)}\n`);
});

it.each(OPERATIONS.map(({ name }) => name))(
  "%s: whatever stands in the place of an answer, the run ends clearly, and the next plain run ends in the right place",
  (name) => {
    const tried = matrix.outcomes.filter(({ operation }) => operation.name === name);
    expect(tried).not.toEqual([]);
    expect(problemLines(tried)).toEqual([]);
  },
);

it("loses no endpoint and no secret, leaves no duplicate, and always ends", () => {
  expect(figuresOf(matrix.outcomes)).toEqual({
    "combinations tried": matrix.outcomes.length,
    "endpoints lost": 0,
    "secrets lost": 0,
    "duplicates left": 0,
    "runs without end": 0,
  });
});

it("prints neither keys nor signing secrets", () => {
  expect(matrix.printed).not.toMatch(/(sk|rk)_(test|live)_\w{6}|whsec_\w{6}/);
});
