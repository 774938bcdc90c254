import { FAULTS } from "../support/fault-matrix/faults";
import { tryDeaths, tryOperations } from "../support/fault-matrix/matrix";
import { OPERATIONS } from "../support/fault-matrix/operations";
import { Tried } from "../support/fault-matrix/proved";

jest.mock("../../src/stripe/retry", () => require("../support/fault-matrix/patience").retryWithPatience());
jest.mock("../../src/aws/limits", () => require("../support/fault-matrix/patience").limitsWithPatience());

// In ms. All operations take 40 s, and minutes on a machine that has much else to do.
jest.setTimeout(240_000);

const tried = new Tried();

beforeAll(async () => {
  tried.add(await tryOperations(OPERATIONS.map((operation) => [operation, FAULTS])));
});

it.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
  "%s: whatever goes wrong with a call is clear, and the next plain run ends in the right place",
  (_, operation) => tried.expectGood(operation),
);

it("a process that is killed in any call leaves what the next plain run brings to the right place", async () => {
  const deaths = await tryDeaths(OPERATIONS, FAULTS);
  tried.add(deaths);
  for (const operation of OPERATIONS) tried.expectGood(operation, [deaths]);
});

tried.describeWhole();
