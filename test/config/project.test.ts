import { projectValuesIn, readProject } from "../../src/config/project";
import { readStackFile } from "../../src/config/stack-file";
import { companyId, folderWith, PROJECT, stackFileText } from "../support/project-folder";

// The forms and their order are the engine's: pulumi/pulumi, pkg/workspace/config.go, mergeConfig.
it.each([
  ["a plain value", { "aws:region": "eu-west-1" }, { "aws:region": "eu-west-1" }],
  ["a list", { "aws:allowedAccountIds": ["1"] }, { "aws:allowedAccountIds": ["1"] }],
  ["a declared value", { "aws:region": { value: "eu-west-1" } }, { "aws:region": "eu-west-1" }],
  ["a default of a type", { apiVersion: { type: "string", default: "x" } }, { "shop:apiVersion": "x" }],
  ["a default before a value", { a: { value: "1", default: "2" } }, { "shop:a": "2" }],
  ["a key without a namespace", { a: "1" }, { "shop:a": "1" }],
  ["a type without a value", { a: { type: "string" } }, {}],
  ["nothing", null, {}],
  ["a folder of stack files", "stacks", {}],
])("Pulumi.yaml gives all stacks %s", (_, config, values) => {
  expect(projectValuesIn({ config }, "shop")).toEqual(values);
});

const IN_PROJECT = `${PROJECT}config:
  aws:region: { value: eu-west-1 }
  aws:allowedAccountIds: ["123456789012"]
  additionalEvents: ["charge.refunded"]
`;
const OWN = `config:
  companyId: ${companyId(1)}
  stripeAccountId: acct_1
  stripeDeployKey: { secure: x }
`;

function read(projectText: string, text: string) {
  const project = readProject(folderWith({ "Pulumi.yaml": projectText, "Pulumi.acme.live.yaml": text }));
  return readStackFile(project, { stack: "acme.live", file: "Pulumi.acme.live.yaml" });
}

// "aws:region is missing", while the engine was content.
it("what Pulumi.yaml gives is not missing in a stack", () => {
  expect(read(IN_PROJECT, OWN)).toMatchObject({
    faults: [],
    config: {
      region: "eu-west-1",
      allowedAccountIds: ["123456789012"],
      additionalEvents: ["charge.refunded"],
    },
  });
});

it("a stack's own value counts before that of Pulumi.yaml", () => {
  expect(read(IN_PROJECT, stackFileText(companyId(1))).config?.region).toBe("eu-central-1");
});

it("a wrong value of Pulumi.yaml is a fault of each stack", () => {
  const faults = read(IN_PROJECT.replace("eu-west-1", "Frankfurt"), OWN).faults;
  expect(faults).toMatchObject([
    { key: "aws:region", reason: expect.stringMatching(/must be an AWS region/) },
  ]);
});

it.each([
  ["a list", "environment: [acme/prod]"],
  ["a definition", "environment: { imports: [acme/prod] }"],
])(
  "with %s of Pulumi ESC environments, what the file does not say is not missing but unseen",
  (_, environment) => {
    const file = read(PROJECT, `${environment}\n${OWN}`);
    expect(file.faults).toEqual([]);
    expect(file.unseen).toEqual(
      expect.arrayContaining(["aws:region", "aws:allowedAccountIds", "additionalEvents"]),
    );
    expect(file.unseen).not.toContain("companyId");
  },
);

it("an empty list of environments hides nothing", () => {
  expect(read(PROJECT, `environment: []\n${OWN}`).faults.map(({ key }) => key)).toEqual([
    "aws:region",
    "aws:allowedAccountIds",
  ]);
});
