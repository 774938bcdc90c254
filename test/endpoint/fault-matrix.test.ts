import { FAULTS } from "../support/fault-matrix/faults";
import { tryDeaths, tryOperation } from "../support/fault-matrix/matrix";
import { OPERATIONS } from "../support/fault-matrix/operations";
import { Tried } from "../support/fault-matrix/proved";

jest.mock("../../src/stripe/retry", () => require("../support/fault-matrix/patience").retryWithPatience());
jest.mock("../../src/aws/limits", () => require("../support/fault-matrix/patience").limitsWithPatience());

// In ms. An operation takes 3 s, and a minute on a machine that has much else to do.
jest.setTimeout(240_000);

const tried = new Tried();

it.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
  "%s: whatever goes wrong with a call is clear, and the next plain run ends in the right place",
  async (_, operation) => {
    tried.add(await tryOperation(operation, FAULTS));
  },
);

it("a process that is killed in any call leaves what the next plain run brings to the right place", async () => {
  tried.add(await tryDeaths(OPERATIONS, FAULTS));
});

tried.describeWhole();
