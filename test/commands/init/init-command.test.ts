import { fakeKey } from "../../../sandbox/emulators/stripe/fake-keys";
import { givenAnswers } from "../../../src/commands/init/given-answers";
import { folderWith, PROJECT } from "../../support/project-folder";
import { runCli } from "../../support/run-cli";

const key = fakeKey("sk", "test", "typed");

/** Runs the command without a terminal and without an engine. */
const init = (files: Readonly<Record<string, string>>, ...words: readonly string[]) =>
  runCli({ cwd: folderWith(files), env: {} }, "init", ...words);

it.each([
  ["a folder without a project", {}, [], 2, /^project-missing/],
  [
    "an environment that there is not",
    { "Pulumi.yaml": PROJECT },
    ["--environment", "prod"],
    2,
    /Allowed choices are stage, live/,
  ],
  ["two tenants", { "Pulumi.yaml": PROJECT }, ["acme", "beta"], 2, /too many arguments/],
  [
    "a machine without an engine",
    { "Pulumi.yaml": PROJECT },
    [],
    1,
    /^engine-failed: pulumi can't be started/,
  ],
])("ends with one message in %s", async (_, files, words, code, message) => {
  expect(await init(files as Record<string, string>, ...words)).toMatchObject({
    code,
    stderr: expect.stringMatching(message),
  });
});

it("has no option for a key, and does not repeat one that was given all the same", async () => {
  const { code, stderr } = await init({ "Pulumi.yaml": PROJECT }, `--secret-key=${key}`);
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/unknown option '--secret-key=sk_test_\[redacted\]'/),
  ]);
});

describe("answers given ahead", () => {
  it("are options by their keys, and secrets by standard input in a fixed order", () => {
    const flags = {
      companyId: "id",
      awsAccount: ["1", "2"],
      adoptSigningSecretStdin: true,
      secretKeyStdin: true,
    };
    expect(givenAnswers(flags, "first\r\nsecond\n")).toEqual({
      "plenigo-stripe:companyId": "id",
      "aws:allowedAccountIds": '["1","2"]',
      "plenigo-stripe:stripeSecretKey": "first",
      "plenigo-stripe:adoptSigningSecret": "second",
    });
  });

  it.each([
    ["fewer secrets than announced", { secretKeyStdin: true }, ""],
    ["more secrets than announced", { secretKeyStdin: true }, `${key}\n${key}\n`],
  ])("are refused with %s, without repeating them", (_, flags, input) => {
    expect(() => givenAnswers(flags, input)).toThrow(
      /^config-invalid: standard input must hold 1 line\(s\), but it has [02]\./,
    );
  });
});
