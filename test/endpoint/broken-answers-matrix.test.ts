import { brokenAnswers } from "../support/fault-matrix/faults";
import { tryOperations } from "../support/fault-matrix/matrix";
import { OPERATIONS } from "../support/fault-matrix/operations";
import { Tried } from "../support/fault-matrix/proved";

jest.mock("../../src/stripe/retry", () => require("../support/fault-matrix/patience").retryWithPatience());
jest.mock("../../src/aws/limits", () => require("../support/fault-matrix/patience").limitsWithPatience());

// In ms. All operations take 30 s, and minutes on a machine that has much else to do.
jest.setTimeout(240_000);

const FAULTS = [...brokenAnswers("stripe"), ...brokenAnswers("aws")];
/** Of so many answers, each operation tries one, and the next operation the next; `npm run test:long` tries all. */
const SHARE = process.env.PLENIGO_STRIPE_WHOLE_MATRIX ? 1 : 3;
const COLUMNS = OPERATIONS.map(
  (operation, number) => [operation, FAULTS.filter((_, index) => index % SHARE === number % SHARE)] as const,
);
const tried = new Tried();

beforeAll(async () => {
  tried.add(await tryOperations(COLUMNS));
});

it.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
  "%s: whatever stands in the place of an answer, the run ends clearly, and the next plain run ends in the right place",
  (_, operation) => tried.expectGood(operation),
);

tried.describeWhole();
