import { callbackUrl, connectionSecretName, environmentOfStackName, factsOf } from "../src/environments";

const companyId = "aBcDeFgHiJ0123456789";

describe.each([
  {
    environment: "stage",
    url: `https://callbacks.plenigo-stage.com/callbacks/v1.0/stripe/${companyId}`,
    name: `plenigo/stage/${companyId}/stripe`,
    facts: { mode: "test", recoveryWindowInDays: 0, protect: false },
  },
  {
    environment: "live",
    url: `https://callbacks.plenigo.com/callbacks/v1.0/stripe/${companyId}`,
    name: `plenigo/live/${companyId}/stripe`,
    facts: { mode: "live", recoveryWindowInDays: 30, protect: true },
  },
] as const)("$environment", ({ environment, url, name, facts }) => {
  it("has its own callback URL, with the company id's letter case", () => {
    expect(callbackUrl(environment, companyId)).toBe(url);
  });

  it("has its own name of the connection secret", () => {
    expect(connectionSecretName(environment, companyId)).toBe(name);
  });

  it("decides Stripe's mode, the recovery window and the protection", () => {
    expect(factsOf(environment)).toMatchObject(facts);
  });

  // AWS takes such an end for the random suffix of an ARN.
  it("names no secret that ends in a hyphen and six characters", () => {
    expect(connectionSecretName(environment, "AAAAAAAAAAAAA-abcdef")).not.toMatch(/-[A-Za-z0-9]{6}$/);
  });
});

it.each([
  ["stage", "stage"],
  ["live", "live"],
  ["acme.stage", "stage"],
  ["group.acme.live", "live"],
  ["live.stage", "stage"],
  ["acme", undefined],
  ["stage.acme", undefined],
  ["acme-stage", undefined],
  ["Stage", undefined],
  ["", undefined],
])("a stack named %p is in the environment %p", (stack, environment) => {
  expect(environmentOfStackName(stack)).toBe(environment);
});
