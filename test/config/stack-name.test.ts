import { listStacks } from "../../src/commands/fleet/list/list";
import { readFleet } from "../../src/commands/fleet/select";
import { stackNameFault } from "../../src/config/stack-name";
import { companyId, folderWith, PROJECT, stackFileText } from "../support/project-folder";

it.each(["stage", "acme.live", "acme_2.stage", "a".repeat(100), "1-2.live"])(
  "%s is a stack's name",
  (stack) => expect(stackNameFault(stack)).toBeUndefined(),
);

// `fleet list` found no fault in such a file, and no command of the fleet could run it.
it.each([
  ["an umlaut", "ümlaut.stage", /Pulumi refuses/],
  ["a mark of the shell", "a;b.stage", /Pulumi refuses/],
  ["a space", "a b.stage", /Pulumi refuses/],
  ["a line break", "a\n::error::b.stage", /Pulumi refuses/],
  ["more than 100 characters", `${"a".repeat(95)}.stage`, /Pulumi refuses/],
  ["the look of an option", "--yes.stage", /begins with -/],
])("fleet list names the fault of a stack with %s, and the others go on", (_, stack, message) => {
  const folder = folderWith({
    "Pulumi.yaml": PROJECT,
    [`Pulumi.${stack}.yaml`]: stackFileText(companyId(1)),
    "Pulumi.good.live.yaml": stackFileText(companyId(2)),
  });
  const list = listStacks(readFleet(folder));
  expect(list.find((report) => report.stack === stack)).toMatchObject({
    status: "error",
    findings: [{ code: "config-invalid", message: expect.stringMatching(message) }],
  });
  expect(list.find((report) => report.stack === "good.live")?.status).toBe("ok");
});
