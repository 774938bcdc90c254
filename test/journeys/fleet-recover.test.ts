import { rmSync } from "node:fs";
import { join } from "node:path";
import { describeWithEngine } from "../support/engine";
import { FleetJourney } from "../support/fleet-journey";

describeWithEngine("a fleet whose state backend is lost", () => {
  let fleet: FleetJourney;
  let ids: string[];
  const names = ["alpha", "bravo", "coda"];
  const written = () => [...fleet.stripe.calls, ...fleet.aws.calls].filter(({ isWrite }) => isWrite).length;
  beforeAll(async () => {
    fleet = await FleetJourney.open(names);
    await fleet.fleet("up", "--yes");
    ids = names.map((name) => fleet.endpoint(name).id);
    rmSync(join(fleet.project, "../.pulumi"), { recursive: true });
  });
  afterAll(() => fleet.close());

  it.each(["preview", "up"])("is not made anew by fleet %s", async (command) => {
    const before = written();
    const { code, report } = await fleet.fleet(command, ...(command === "up" ? ["--yes"] : []));
    expect({ code, first: report.stacks[0]?.findings[0]?.code }).toEqual({
      code: 1,
      first: "endpoint-not-in-state",
    });
    expect(report.summary.ok + report.summary.missing).toBe(0);
    expect(written()).toBe(before);
  });

  it("is recovered as it was: nothing is written to Stripe or AWS, and nothing is left to do", async () => {
    const [before, files] = [written(), fleet.files()];
    const { code, report } = await fleet.fleet("recover", "--yes");
    expect({ code, ok: report.summary.ok }).toEqual({ code: 0, ok: 3 });
    const preview = await fleet.fleet("preview");
    expect({ code: preview.code, ok: preview.report.summary.ok }).toEqual({ code: 0, ok: 3 });
    const up = await fleet.fleet("up", "--yes");
    expect({ code: up.code, ok: up.report.summary.ok }).toEqual({ code: 0, ok: 3 });
    expect([written(), names.map((name) => fleet.endpoint(name).id)]).toEqual([before, ids]);
    expect(fleet.files()).toEqual(files);
  });
});
