import * as pulumi from "@pulumi/pulumi";
import { programError } from "../src/program-error";

const { defaultErrorMessage } = require("@pulumi/pulumi/cmd/run/error");

describe("an error that ends the program", () => {
  // A `pulumi up` computed for 40 seconds before it said that a company id is mistyped: it inspected the stack.
  it("is its text alone to what Pulumi prints errors with", () => {
    expect(defaultErrorMessage(programError("config-invalid: why"))).toBe("config-invalid: why");
  });

  it("is known to Pulumi as one that needs no stack", () => {
    expect(pulumi.RunError.isInstance(programError("why"))).toBe(true);
  });
});
