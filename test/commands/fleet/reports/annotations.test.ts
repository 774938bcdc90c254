import { reportAnnotations } from "../../../../src/commands/fleet/reports/annotations";
import { auditOf, mixedAudit, stackReport } from "../../../support/fleet-reports";

const inProject = (file: string) => `tenants/${file}`;

it("names the stacks at their files, the worst first, in the levels that GitHub has", () => {
  expect(reportAnnotations(mixedAudit(), inProject).split("\n")).toEqual([
    "::error file=tenants/Pulumi.broken.live.yaml,title=fleet audit%3A broken.live error::stripe-unreadable: Stripe did not answer",
    "::error file=tenants/Pulumi.waiting.live.yaml,title=fleet audit%3A waiting.live not run::not-run: stopped after 3 failures",
    "::warning file=tenants/Pulumi.drifted.live.yaml,title=fleet audit%3A drifted.live drift::events-differ: endpoint we_1 has other events%0Aendpoint-disabled: endpoint we_1 is disabled",
    "::warning file=tenants/Pulumi.gone.stage.yaml,title=fleet audit%3A gone.stage missing::secret-missing: there is no secret",
    "::notice file=tenants/Pulumi.noted.live.yaml,title=fleet audit%3A noted.live note::handover-due: plenigo may lack the signing secret",
    "",
  ]);
});

it("is ten lines at most, as many as GitHub shows", () => {
  const many = Array.from({ length: 30 }, (_, index) =>
    stackReport(`a${index}.live`, "error", { code: "x", message: "y" }),
  );
  expect(reportAnnotations(auditOf(...many), inProject).match(/^::error /gm)).toHaveLength(10);
});

it("lets no foreign text start a command of its own", () => {
  const finding = { code: "x", message: "100%\n::add-mask::y" };
  const text = reportAnnotations(auditOf(stackReport("a,b:c.live", "error", finding)), inProject);
  expect(text).toBe(
    "::error file=tenants/Pulumi.a%2Cb%3Ac.live.yaml,title=fleet audit%3A a%2Cb%3Ac.live error::x: 100%25 ::add-mask::y\n",
  );
});
