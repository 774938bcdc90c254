import { listStacks } from "../../../../src/commands/fleet/list/list";
import { readFleet } from "../../../../src/commands/fleet/select";
import { companyId, folderWith, PROJECT, stackFileText } from "../../../support/project-folder";
import { runCli } from "../../../support/run-cli";

function listed(files: Readonly<Record<string, string>>) {
  const named = Object.entries(files).map(([stack, text]) => [`Pulumi.${stack}.yaml`, text]);
  const fleet = readFleet(folderWith({ "Pulumi.yaml": PROJECT, ...Object.fromEntries(named) }));
  return Object.fromEntries(listStacks(fleet).map((stack) => [stack.stack, stack]));
}

it("tells tenant, environment, ids and file of each stack", () => {
  expect(listed({ "acme.live": stackFileText(companyId(1)) })["acme.live"]).toEqual({
    stack: "acme.live",
    tenant: "acme",
    environment: "live",
    companyId: companyId(1),
    stripeAccountId: "acct_1000000000000000",
    file: "Pulumi.acme.live.yaml",
    status: "ok",
    findings: [],
  });
});

it("names two stacks that would write the same secret, on both", () => {
  const list = listed({ "a.live": stackFileText(companyId(1)), "b.live": stackFileText(companyId(1)) });
  expect(list["a.live"]?.findings[0]?.message).toMatch(
    /stack b\.live has the same company id .* same secret plenigo\/live/,
  );
  expect(list["b.live"]?.findings[0]?.message).toMatch(/stack a\.live has/);
});

it("names stage and live with one company id", () => {
  const list = listed({ "a.live": stackFileText(companyId(1)), "a.stage": stackFileText(companyId(1)) });
  expect(list["a.stage"]?.findings[0]?.message).toMatch(
    /a\.live has the same company id .* have different ids/,
  );
});

it("lists a malformed file with its mistake beside good ones", () => {
  const list = listed({ "a.live": "config: [", "b.live": stackFileText(companyId(2)) });
  expect(list["a.live"]).toMatchObject({ status: "error", findings: [{ code: "config-invalid" }] });
  expect(list["b.live"]?.status).toBe("ok");
});

it("lists templates as such, without calling them mistaken", () => {
  const list = listed({ stage: stackFileText("<company id>"), live: stackFileText("<company id>") });
  expect(list.stage).toMatchObject({ tenant: null, status: "ok", findings: [{ code: "template" }] });
});

// Names of files reach terminals and the logs of CI; a tenant's name stands at the start of a line.
it("prints no name as a command of CI or of a terminal", async () => {
  const stacks = ["::error::x.live", "a\n::error::b.live", "c\u001b[2Jd.live", "e##[error]f.live"];
  const files = stacks.map((stack, index) => [`Pulumi.${stack}.yaml`, stackFileText(companyId(index))]);
  const folder = folderWith({ "Pulumi.yaml": PROJECT, ...Object.fromEntries(files) });
  for (const form of [[], ["--json"]]) {
    const { stdout, stderr } = await runCli(folder, "fleet", "list", ...form);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(stdout + stderr).not.toMatch(/^\s*::|\u001b/m);
    expect(form.length > 0 || !stdout.includes("##[")).toBe(true);
  }
});
