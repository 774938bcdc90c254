import { join } from "node:path";
import { wordsOfFault } from "../../src/config/faults";
import { readProject, stackFilesOf } from "../../src/config/project";
import { readStackFile, tenantOf } from "../../src/config/stack-file";
import { companyId, folderWith, PROJECT, stackFileText } from "../support/project-folder";

function read(text: string, stack = "acme.stage") {
  const project = readProject(folderWith({ "Pulumi.yaml": PROJECT, [`Pulumi.${stack}.yaml`]: text }));
  return readStackFile(project, { stack, file: `Pulumi.${stack}.yaml` });
}

describe("a stack's file", () => {
  it("tells tenant, environment and the plain configuration without decrypting anything", () => {
    const file = read(stackFileText(companyId(1), "plenigo-stripe:additionalEvents: [charge.refunded]"));
    expect(file).toMatchObject({
      tenant: "acme",
      environment: "stage",
      isTemplate: false,
      faults: [],
      encrypted: ["plenigo-stripe:stripeDeployKey"],
      config: { companyId: companyId(1), additionalEvents: ["charge.refunded"], region: "eu-central-1" },
    });
  });

  it("leaves a value open that is encrypted although it need not be", () => {
    const file = read(stackFileText(companyId(1), "plenigo-stripe:description: { secure: v1:a:b }"));
    expect([file.faults, file.config?.description]).toEqual([[], undefined]);
    expect(file.encrypted).toContain("plenigo-stripe:description");
  });

  // A value that could not be read here was taken for one that is not set.
  it.each([
    [
      "the KMS key of a reader in another account",
      "plenigo-stripe:kmsKeyId: { secure: v1:a:b }",
      'plenigo-stripe:secretReaders: ["arn:aws:iam::999999999999:root"]',
    ],
    [
      "the generation in use, beside what the previous one does",
      "plenigo-stripe:signingSecretGeneration: { secure: v1:a:b }",
      "plenigo-stripe:previousGeneration: enabled",
    ],
  ])("finds no fault in %s where that is encrypted", (_, encrypted, plain) => {
    expect(read(stackFileText(companyId(1), `${encrypted}\n  ${plain}`)).faults).toEqual([]);
  });

  it("names an environment that is no text among the other faults", () => {
    const lines = "plenigo-stripe:environment: { toString: 1 }\n  plenigo-stripe:compnyId: X";
    const words = read(stackFileText(companyId(1), lines), "acme")
      .faults.map(wordsOfFault)
      .join("\n");
    expect(words).toMatch(/compnyId is not a key/);
    expect(words).toMatch(/environment must be stage or live/);
  });

  it("belongs to the namespace of the project where keys have none", () => {
    expect(read(stackFileText(companyId(1), "description: short")).config?.description).toBe("short");
  });

  it.each([
    ["a key in plain text", "plenigo-stripe:stripeSecretKey: plain", /stripeSecretKey .*must be encrypted/],
    ["an unknown key", "plenigo-stripe:compnyId: X", /compnyId is not a key/],
  ])("names %s as a fault, without its value", (_, line, message) => {
    const { config, faults } = read(stackFileText(companyId(1), line));
    expect(config).toBeUndefined();
    expect(faults.map(wordsOfFault).join()).toMatch(message);
  });

  it.each([
    ["no YAML", "config: [", /can't be used/],
    ["a list", "- one", /is not a map/],
    ["a configuration that is not a map", "config: 3", /is not a map/],
  ])("is one with a fault when it holds %s", (_, text, message) => {
    expect(read(text).faults).toMatchObject([
      { whole: "Pulumi.acme.stage.yaml", reason: expect.stringMatching(message) },
    ]);
  });

  it("is known as a template while it holds a placeholder", () => {
    expect(read(stackFileText("<plenigo company id>"), "stage")).toMatchObject({
      isTemplate: true,
      tenant: null,
    });
  });

  // One description in angle brackets hid a provisioned live stack from audit, preview and update.
  it.each([
    ["description", "plenigo-stripe:description: <managed by infra>", []],
    ["a key of another program", "shop:banner: <b>sale</b>", []],
    ["an optional value of the template", "plenigo-stripe:kmsKeyId: <KMS key>", ["kmsKeyId"]],
  ])("is not a template for angle brackets in %s", (_, line, faults) => {
    const file = read(stackFileText(companyId(1), line));
    expect([file.isTemplate, file.faults.map(({ key }) => key)]).toEqual([false, faults]);
  });
});

it.each([
  ["stage", null],
  ["live", null],
  ["acme.live", "acme"],
  ["a.b.stage", "a.b"],
  ["acme-production", "acme-production"],
])("the tenant of stack %s is %s", (stack, tenant) => expect(tenantOf(stack)).toBe(tenant));

describe("a project", () => {
  it("has its stack files where stackConfigDir says, names with dots whole, and itself left out", () => {
    const folder = folderWith({
      "Pulumi.yaml": `${PROJECT}stackConfigDir: stacks\n`,
      "stacks/Pulumi.acme.live.yaml": "",
      "stacks/Pulumi.acme.stage.yml": "",
      "stacks/notes.yaml": "",
      "Pulumi.other.yaml": "",
    });
    expect(stackFilesOf(readProject(folder))).toEqual([
      { stack: "acme.live", file: "stacks/Pulumi.acme.live.yaml" },
      { stack: "acme.stage", file: "stacks/Pulumi.acme.stage.yml" },
    ]);
  });

  it("must be there", () => {
    expect(() => readProject(folderWith({}))).toThrow(
      /project-missing: neither this folder nor one above it holds a Pulumi project/,
    );
  });

  it("is found from a folder below, as pulumi finds it", () => {
    const folder = folderWith({ "Pulumi.yaml": PROJECT, "src/deep/x.ts": "", "Pulumi.acme.live.yaml": "" });
    expect(readProject(join(folder, "src/deep"))).toMatchObject({ folder, name: "plenigo-stripe" });
  });

  it("must have stack files where it says", () => {
    const folder = folderWith({ "Pulumi.yaml": `${PROJECT}stackConfigDir: nowhere\n` });
    expect(() => stackFilesOf(readProject(folder))).toThrow(/stackConfigDir can't be read/);
  });
});
