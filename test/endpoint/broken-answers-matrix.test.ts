import { brokenAnswers } from "../support/fault-matrix/faults";
import { type Matrix, tryOperation } from "../support/fault-matrix/matrix";
import { OPERATIONS } from "../support/fault-matrix/operations";
import { figuresOf, problemLines, tableOf } from "../support/fault-matrix/report";

jest.mock("../../src/stripe/retry", () => require("../support/fault-matrix/patience").retryWithPatience());
jest.mock("../../src/aws/limits", () => require("../support/fault-matrix/patience").limitsWithPatience());

// In ms. An operation takes 3 s, and a minute on a machine that has much else to do.
jest.setTimeout(240_000);

const FAULTS = [...brokenAnswers("stripe"), ...brokenAnswers("aws")];
/** Of so many answers, each operation tries one, and the next operation the next; `npm run test:long` tries all. */
const SHARE = process.env.PLENIGO_STRIPE_WHOLE_MATRIX ? 1 : 3;
const faultsOf = (operation: number) => FAULTS.filter((_, index) => index % SHARE === operation % SHARE);
const tried: Matrix[] = [];
const outcomes = () => tried.flatMap((matrix) => matrix.outcomes);
afterAll(() => {
  process.stdout.write(`\n${tableOf(outcomes())}\n`);
});

it.each(OPERATIONS.map((operation, index) => [operation.name, operation, faultsOf(index)] as const))(
  "%s: whatever stands in the place of an answer, the run ends clearly, and the next plain run ends in the right place",
  async (_, operation, faults) => {
    const matrix = await tryOperation(operation, faults);
    tried.push(matrix);
    expect(matrix.outcomes).not.toEqual([]);
    expect(problemLines(matrix.outcomes)).toEqual([]);
  },
);

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
