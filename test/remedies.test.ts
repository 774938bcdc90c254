import {
  explain,
  howStarted,
  inOrder,
  own,
  ownForStack,
  pulumi,
  type Remedy,
  removeConfig,
  setConfig,
  setSecretConfig,
  setStripeKey,
  shell,
  stepOf,
  visit,
  wordsOfStep,
} from "../src/remedies";

const place = { stack: "acme.live", starter: "npx plenigo-stripe" };

describe("a remedy with a command", () => {
  // A program of one's own has a project of another name: there the short key is a key that nobody reads.
  it.each([
    ["sets a key", setConfig("companyId", "ID"), "pulumi config set plenigo-stripe:companyId ID"],
    [
      "sets a secret",
      setSecretConfig("stripeSecretKey"),
      "pulumi config set --secret plenigo-stripe:stripeSecretKey",
    ],
    [
      "sets a key of AWS",
      setConfig("aws:region", "eu-central-1"),
      "pulumi config set aws:region eu-central-1",
    ],
    ["takes a key out", removeConfig(["apiVersion"]), "pulumi config rm plenigo-stripe:apiVersion"],
    [
      "takes keys out",
      removeConfig(["adoptEndpointId", "adoptSigningSecret"]),
      "pulumi config rm-all plenigo-stripe:adoptEndpointId plenigo-stripe:adoptSigningSecret",
    ],
    ["runs pulumi", pulumi("up"), "pulumi up"],
    ["runs a command of ours", ownForStack("rotate"), "npx plenigo-stripe rotate"],
    [
      "sets the key that a configuration key holds",
      setStripeKey("stripeDeployKey"),
      "pulumi config set --secret plenigo-stripe:stripeDeployKey",
    ],
  ])("%s of the stack that is meant", (_, remedy, command) => {
    expect(stepOf(remedy, place)).toEqual({ command: `${command} --stack acme.live` });
    expect(stepOf(remedy, { starter: place.starter })).toEqual({ command });
  });

  it.each([
    ["of ours about no stack", own("fleet list"), "npx plenigo-stripe fleet list"],
    [
      "of another program",
      shell("stripe webhook_endpoints delete we_1"),
      "stripe webhook_endpoints delete we_1",
    ],
    ["that exports the key", setStripeKey("STRIPE_API_KEY"), "export STRIPE_API_KEY=…"],
  ])("%s gets no stack", (_, remedy, command) => {
    expect(stepOf(remedy, place)).toEqual({ command });
  });

  it("names the stack in each of several commands", () => {
    const remedy = inOrder([shell("aws x"), ownForStack("recover")], "keeps its values");
    expect(stepOf(remedy, place)).toEqual({
      command: "aws x && npx plenigo-stripe recover --stack acme.live",
      explanation: "keeps its values",
    });
  });

  it("works from the folder that its reader is in", () => {
    const elsewhere = { ...place, folder: "/home/my tenants" };
    expect(stepOf(pulumi("up"), elsewhere).command).toBe("pulumi -C '/home/my tenants' up --stack acme.live");
    expect(stepOf(own("fleet list"), elsewhere).command).toBe(
      "npx plenigo-stripe -C '/home/my tenants' fleet list",
    );
  });

  it("quotes what a shell would take apart", () => {
    expect(stepOf(pulumi("up"), { ...place, stack: "a;b.stage" }).command).toBe(
      "pulumi up --stack 'a;b.stage'",
    );
  });
});

describe("how our commands are started", () => {
  it.each([
    ["by a shell", {}, "npx plenigo-stripe"],
    ["by npx", { npm_command: "exec", npm_config_user_agent: "npm/10.8.2" }, "npx plenigo-stripe"],
    ["by pnpm", { npm_config_user_agent: "pnpm/9.1.0 npm/?" }, "pnpm exec plenigo-stripe"],
    ["by yarn", { npm_config_user_agent: "yarn/1.22.22 npm/?" }, "yarn plenigo-stripe"],
    [
      "by a script of the package",
      {
        npm_command: "run-script",
        npm_config_user_agent: "npm/10.8.2",
        npm_lifecycle_event: "plenigo",
        npm_lifecycle_script: "plenigo-stripe",
      },
      "npm run plenigo --",
    ],
    [
      "by a script with words of its own",
      {
        npm_command: "run-script",
        npm_lifecycle_event: "audit",
        npm_lifecycle_script: "plenigo-stripe fleet audit",
      },
      "npx plenigo-stripe",
    ],
  ])("%s", (_, env, starter) => {
    expect(howStarted(env)).toBe(starter);
    expect(stepOf(ownForStack("rotate"), { ...place, starter }).command).toBe(
      `${starter} rotate --stack acme.live`,
    );
  });
});

it.each<[string, Remedy, string]>([
  ["a command", shell("git pull"), "git pull"],
  ["a command with the reason", shell("git pull", "it may be old"), "git pull   (it may be old)"],
  ["a page", visit("https://status.stripe.com"), "https://status.stripe.com"],
  ["words", explain("edit Pulumi.yaml"), "edit Pulumi.yaml"],
])("%s is one line for people", (_, remedy, line) => {
  expect(wordsOfStep(stepOf(remedy, place))).toBe(line);
});
