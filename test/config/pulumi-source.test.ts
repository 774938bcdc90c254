import * as pulumi from "@pulumi/pulumi";
import { fakeKey } from "../../sandbox/emulators/stripe/fake-keys";
import { loadStackConfig } from "../../src/config/pulumi-source";
import { tenant } from "../support/tenant";

const acme = tenant();
const SECRET_KEY = "plenigo-stripe:stripeSecretKey";

beforeEach(async () => {
  const unplanned = () => {
    throw new Error("Reading the configuration registers nothing.");
  };
  await pulumi.runtime.setMocks({ newResource: unplanned, call: unplanned }, "plenigo-stripe", "stage");
  jest.replaceProperty(process, "env", { ...process.env, STRIPE_API_KEY: undefined });
  jest.spyOn(pulumi.log, "warn").mockResolvedValue();
  jest.spyOn(pulumi.log, "info").mockResolvedValue();
});

function configure(set: Record<string, string> = {}, encrypted = [SECRET_KEY]): void {
  pulumi.runtime.setAllConfig({ ...acme.config, ...set }, encrypted);
}

it("reads the configuration of the stack that runs, and says nothing about a valid one", () => {
  configure();
  expect(loadStackConfig()).toMatchObject({ environment: "stage", companyId: acme.companyId });
  expect(pulumi.log.warn).not.toHaveBeenCalled();
  expect(pulumi.log.info).not.toHaveBeenCalled();
});

it("logs what a person should look at", () => {
  configure({ "plenigo-stripe:additionalEvents": '["stablecoin.wallet.frozen"]' });
  loadStackConfig();
  expect(pulumi.log.warn).toHaveBeenCalledWith(expect.stringMatching(/^additionalEvents: stablecoin/));
});

it("says where STRIPE_API_KEY is in use, without the key", () => {
  process.env.STRIPE_API_KEY = fakeKey("rk", "test", "pipeline");
  configure();
  loadStackConfig();
  expect(pulumi.log.info).toHaveBeenCalledWith("Stripe is managed with the key in STRIPE_API_KEY.");
});

it("knows from the engine that a key is stored in plain text", () => {
  configure({}, []);
  expect(loadStackConfig).toThrow(
    /^config-invalid: one value .*\n {2}stripeSecretKey is stored in plain text/,
  );
});

it("stops the program with an error that Pulumi prints without a stack trace", () => {
  configure({ "plenigo-stripe:companyId": "x" });
  expect(loadStackConfig).toThrow(expect.any(pulumi.RunError));
});
