import { HANDED_OVER_AT, marksOf } from "../../../src/endpoint/marks";
import { type ProvisionedStack, provisionedStack } from "../../support/provisioned-stack";
import { documentOf } from "../../support/schema";
import { tenant } from "../../support/tenant";

/** A stack whose endpoint carries its marks. */
async function marked({ environment = "stage" as const, metadata = {} } = {}): Promise<ProvisionedStack> {
  const { companyId } = tenant({ environment });
  const marks = marksOf("plenigo-stripe", `acme.${environment}`, companyId, 1);
  return provisionedStack({ environment, metadata: { ...marks, ...metadata } });
}

const writes = ({ stripe, aws }: ProvisionedStack) =>
  [...stripe.calls, ...aws.calls].filter(({ isWrite, operation }) => isWrite && operation !== "CreateSecret");

it("says with --status that no rotation is under way, and changes nothing", async () => {
  const stack = await marked();
  const { code, stdout } = await stack.cli("rotate", "--stack", "acme.stage", "--status");
  expect(stdout).toMatch(
    /^· acme\.stage: no rotation is under way\n {2}we_\w+ {2}generation 1, enabled, not marked as handed over\n {2}next {2}npx plenigo-stripe rotate --stack acme\.stage {3}\(without a terminal: --yes\)\n$/,
  );
  expect([code, writes(stack)]).toEqual([0, []]);
});

it("tells the same as one document", async () => {
  const stack = await marked({ metadata: { [HANDED_OVER_AT]: "2026-11-01T09:00:00.000Z" } });
  const { stdout } = await stack.cli("rotate", "--stack", "acme.stage", "--status", "--json");
  expect(documentOf(stdout, "rotate-report")).toMatchObject({
    status: "not-started",
    next: "start",
    done: [],
    endpoints: [{ id: stack.endpoint.id, generation: 1, handedOverAt: "2026-11-01T09:00:00.000Z" }],
  });
});

it("ignores endpoints of other stacks and people", async () => {
  const stack = await marked();
  stack.addEndpoint({ metadata: { managed_by: "plenigo-stripe", plenigo_stack: "other.stage" } });
  stack.addEndpoint({ metadata: {} });
  const { stdout } = await stack.cli("rotate", "--stack", "acme.stage", "--status", "--json");
  expect(documentOf(stdout, "rotate-report").endpoints).toHaveLength(1);
});

it("does not begin without a terminal unless it is confirmed", async () => {
  const stack = await marked();
  const { code, stdout, stderr } = await stack.cli("rotate", "--stack", "acme.stage");
  expect([code, stdout, writes(stack)]).toEqual([2, "", []]);
  expect(stderr).toMatch(/^· we_\w+ \(generation 1\) delivers[\s\S]*confirmation-missing: [\s\S]*add --yes/);
});

it("says what is missing when the stack is not provisioned yet", async () => {
  const stack = await provisionedStack({ isStored: false });
  const { code, stderr } = await stack.cli("rotate", "--stack", "acme.stage");
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^connection-missing: /)]);
});

it("explains itself with examples", async () => {
  const stack = await marked();
  const { code, stdout } = await stack.cli("rotate", "--help");
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/Examples:\n {2}plenigo-stripe rotate --stack stage/),
  ]);
});
