import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWithEngine } from "../support/engine";
import { FleetJourney } from "../support/fleet-journey";

/** Adds lines to a stack's configuration. */
function declare(fleet: FleetJourney, stack: string, ...lines: readonly string[]): void {
  const file = join(fleet.project, `Pulumi.${stack}.yaml`);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("config:\n", `config:\n${lines.map((line) => `  ${line}\n`).join("")}`));
}

describeWithEngine("a fleet", () => {
  let fleet: FleetJourney;
  beforeAll(async () => {
    fleet = await FleetJourney.open(["alpha", "bravo", "coda", "delta"]);
    await fleet.pulumi("delta.stage", "stack", "rm", "--yes", "--preserve-config");
  });
  afterAll(() => fleet.close());

  it("is provisioned in part, two at a time, with each new signing secret that plenigo needs", async () => {
    const before = fleet.files();
    const names = ["alpha", "bravo", "coda"].flatMap((name) => ["--tenant", name]);
    const { code, report, stack } = await fleet.fleet("up", ...names, "--yes", "--parallel", "2");
    expect({ code, ok: report.summary.ok }).toEqual({ code: 0, ok: 3 });
    expect(stack("alpha.stage").findings).toContainEqual({
      code: "handover-due",
      message: `plenigo needs the new signing secret of endpoint ${fleet.endpoint("alpha").id}`,
      next: [
        {
          command: "npx plenigo-stripe handover --stack alpha.stage",
          explanation: "shows what plenigo needs; --done notes that it was entered",
        },
      ],
    });
    expect(fleet.files()).toEqual(before);
  });

  it("previewed, tells drift, pending, missing and unchanged stacks apart in one run each", async () => {
    const { id, enabled_events } = fleet.endpoint("bravo");
    fleet.stripe.changeEndpoint(id, { enabled_events: [...enabled_events.slice(1), "charge.failed"] });
    declare(fleet, "coda.stage", "plenigo-stripe:description: a new text");
    const before = fleet.files();
    const { code, report, stack } = await fleet.fleet("preview");
    expect(report.stacks.map(({ stack, status }) => [stack, status])).toEqual([
      ["alpha.stage", "ok"],
      ["bravo.stage", "drift"],
      ["coda.stage", "pending"],
      ["delta.stage", "missing"],
    ]);
    expect(code).toBe(7);
    expect(stack("bravo.stage").findings).toMatchObject([
      {
        code: "events-differ",
        message: `endpoint ${id} lacks account.updated; sends charge.failed, which nobody declared`,
        expected: ["account.updated"],
        actual: ["charge.failed"],
      },
    ]);
    expect(stack("coda.stage").findings).toMatchObject([{ code: "change-pending", expected: "a new text" }]);
    expect(fleet.files()).toEqual(before);
  });

  it("is repaired, and a stack that the backend does not know is made; no stack is selected", async () => {
    const before = fleet.files();
    const { code, report, stderr } = await fleet.fleet("up", "--yes", "--canary", "1");
    expect({ code, ok: report.summary.ok }).toEqual({ code: 0, ok: 4 });
    expect(report.stacks.map(({ findings }) => findings.map((found) => found.code))).toEqual([
      ["handover-due"],
      ["changed", "handover-due"],
      ["changed", "handover-due"],
      ["changed", "changed", "changed", "handover-due"],
    ]);
    expect(stderr).toMatch(/✓ delta\.stage ok .* 4\/4/);
    expect(fleet.files()).toEqual(before);
  });

  it("leaves nothing to do for a preview that starts the program by itself", async () => {
    await fleet.pulumi("delta.stage", "preview", "--expect-no-changes");
  });
});

describeWithEngine("an update of a fleet", () => {
  let fleet: FleetJourney;
  beforeAll(async () => {
    fleet = await FleetJourney.open(["alpha", "bravo"]);
  });
  afterAll(() => fleet.close());

  it("goes no further than the canary when that fails", async () => {
    const reply = { status: 401, body: JSON.stringify({ error: { message: "Invalid API Key provided" } }) };
    const effect = { kind: "reply", processed: false, reply } as const;
    fleet.stripe.faults.push({ matches: () => true, effect, times: Number.POSITIVE_INFINITY });
    const { code, report } = await fleet.fleet("up", "--yes", "--canary", "1");
    fleet.stripe.faults.length = 0;
    expect(report.stacks.map(({ status, findings }) => [status, findings[0]?.code])).toEqual([
      ["error", "key-refused"],
      ["not-run", "not-started"],
    ]);
    expect({ code, writes: fleet.aws.calls.filter(({ isWrite }) => isWrite) }).toEqual({
      code: 1,
      writes: [],
    });
  });

  it("ends what runs on Ctrl-C, starts nothing more, and says what is left", async () => {
    let pressCtrlC = () => {};
    const isCreate = ({ operation }: { operation: string }) => operation === "POST /v1/webhook_endpoints";
    const matches = (call: { operation: string }) => {
      if (!isCreate(call)) return false;
      pressCtrlC();
      return true;
    };
    const until = Promise.resolve();
    fleet.stripe.faults.push({ matches, effect: { kind: "hold", processed: true, until }, times: 1 });
    const { code, stack, stderr } = await fleet.fleetInTerminal(
      (press) => {
        pressCtrlC = press;
      },
      ...["up", "--yes", "--parallel", "1"],
    );
    expect([stack("alpha.stage").status, stack("bravo.stage").status]).toEqual(["ok", "not-run"]);
    expect(stack("bravo.stage").findings[0]?.message).toBe(
      "the run was interrupted before this stack started",
    );
    expect({ code, id: fleet.endpoint("alpha").id }).toEqual({ code: 1, id: expect.any(String) });
    expect(stderr).toMatch(/No further stack is started/);
  });

  it("ends the steps of what runs on Ctrl-C twice, which is cancelled, and a further update goes on", async () => {
    let pressCtrlC = () => {};
    const matches = ({ operation }: { operation: string }) => {
      if (operation !== "POST /v1/webhook_endpoints") return false;
      pressCtrlC();
      return true;
    };
    fleet.onOutput = (text) => text.includes("No further stack is started") && pressCtrlC();
    const until = fleet.hasLogged("bravo.stage", "received; cancelling");
    fleet.stripe.faults.push({ matches, effect: { kind: "hold", processed: true, until }, times: 1 });
    const { code, stack } = await fleet.fleetInTerminal(
      (press) => {
        pressCtrlC = press;
      },
      ...["up", "--yes", "--tenant", "bravo"],
    );
    const { status, findings } = stack("bravo.stage");
    expect([code, status, findings.map((found) => found.code)]).toEqual([
      1,
      "error",
      ["cancelled", "changed", "handover-due"],
    ]);
    const { id } = fleet.endpoint("bravo");
    const next = await fleet.fleet("up", "--yes", "--tenant", "bravo");
    expect([next.code, fleet.endpoint("bravo").id]).toEqual([0, id]);
  });
});
