import { readFleet, selectStacks } from "../../../src/commands/fleet/select";
import { companyId, folderWith, PROJECT, stackFileText } from "../../support/project-folder";

function fleet() {
  const names = ["acme.stage", "acme.live", "bild.stage", "stage"];
  const files = names.map((name, index) => [`Pulumi.${name}.yaml`, stackFileText(companyId(index))]);
  const template = { "Pulumi.live.yaml": stackFileText("<company id>") };
  return readFleet(folderWith({ "Pulumi.yaml": PROJECT, ...Object.fromEntries(files), ...template }));
}

it.each([
  ["everything but templates", {}, ["acme.live", "acme.stage", "bild.stage", "stage"]],
  ["a tenant", { tenants: ["acme"] }, ["acme.live", "acme.stage"]],
  ["tenants by globs", { tenants: ["a*", "b*"] }, ["acme.live", "acme.stage", "bild.stage"]],
  ["an environment", { environment: "live" as const }, ["acme.live"]],
  ["both", { tenants: ["*"], environment: "stage" as const }, ["acme.stage", "bild.stage"]],
  ["named stacks", { stacks: new Set(["stage", "acme.live"]) }, ["acme.live", "stage"]],
  ["named stacks, also none", { stacks: new Set<string>() }, []],
  ["no template, also when it is named", { stacks: new Set(["live"]) }, []],
])("selects %s", (_, selection, stacks) => {
  expect(selectStacks(fleet(), selection).map(({ stack }) => stack)).toEqual(stacks);
});

it("refuses a selection that nothing fits", () => {
  expect(() => selectStacks(fleet(), { tenants: ["acmee"] })).toThrow(
    /no-matching-stack: none of the 4 stacks matches --tenant acmee/,
  );
});

it("refuses a name that is not a stack's", () => {
  const stacks = new Set(["acme.live", "acmee.live"]);
  expect(() => selectStacks(fleet(), { stacks })).toThrow(
    /^no-matching-stack: there is no stack file of acmee\.live\./,
  );
});
