import { brokenAnswers } from "../support/fault-matrix/faults";
import { tryOperation } from "../support/fault-matrix/matrix";
import { OPERATIONS } from "../support/fault-matrix/operations";
import { Tried } from "../support/fault-matrix/proved";

jest.mock("../../src/stripe/retry", () => require("../support/fault-matrix/patience").retryWithPatience());
jest.mock("../../src/aws/limits", () => require("../support/fault-matrix/patience").limitsWithPatience());

// In ms. An operation takes 3 s, and a minute on a machine that has much else to do.
jest.setTimeout(240_000);

const FAULTS = [...brokenAnswers("stripe"), ...brokenAnswers("aws")];
/** Of so many answers, each operation tries one, and the next operation the next; `npm run test:long` tries all. */
const SHARE = process.env.PLENIGO_STRIPE_WHOLE_MATRIX ? 1 : 3;
const faultsOf = (operation: number) => FAULTS.filter((_, index) => index % SHARE === operation % SHARE);
const tried = new Tried();

it.each(OPERATIONS.map((operation, index) => [operation.name, operation, faultsOf(index)] as const))(
  "%s: whatever stands in the place of an answer, the run ends clearly, and the next plain run ends in the right place",
  async (_, operation, faults) => {
    tried.add(await tryOperation(operation, faults));
  },
);

tried.describeWhole();
