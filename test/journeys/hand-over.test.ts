import { fakeSigningSecret } from "../../sandbox/emulators/stripe/fake-keys";
import { type PlenigoReceiver, startPlenigoReceiver } from "../../sandbox/plenigo/plenigo-receiver";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";
import { documentOf } from "../support/schema";

let plenigo: PlenigoReceiver;
let journey: Journey;

/** Opens a provisioned stack whose events go to a receiver that plays plenigo. */
async function open(): Promise<void> {
  plenigo = await startPlenigoReceiver();
  journey = await Journey.provisioned({ deliverTo: plenigo.url });
}

async function close(): Promise<void> {
  await journey.close();
  await plenigo.close();
}

const enter = (secret = journey.connection().webhookSigningSecret ?? "") =>
  plenigo.enter(journey.tenant.companyId, secret);
const verify = (...flags: readonly string[]) => journey.cli("verify", "--stack", "stage", ...flags);

describeWithEngine("a new tenant", () => {
  beforeAll(open);
  afterAll(close);

  it("is handed over with the five values, secrets hidden", async () => {
    const { code, stdout } = await journey.cli("handover", "--stack", "stage");
    expect(code).toBe(0);
    for (const value of [journey.tenant.accountId, journey.tenant.publishableKey, journey.endpoint().id])
      expect(stdout).toContain(value);
  });

  it.each([
    ["before anything was entered", undefined],
    ["after a wrong secret was entered", fakeSigningSecret("wrong")],
  ])("fails verify %s", async (_, secret) => {
    if (secret) await enter(secret);
    const { code, stdout } = await verify("--timeout", "1", "--json");
    const { status } = documentOf(stdout, "verify-report");
    expect([code, status]).toEqual([7, "not-delivered"]);
  });

  it("passes verify once the right secret was entered", async () => {
    await enter();
    const { code, stdout } = await verify();
    expect([code, stdout]).toEqual([0, expect.stringContaining("plenigo takes the events")]);
  });

  it("keeps the mark of --done, which is not drift, also when an update changes the endpoint", async () => {
    expect((await journey.cli("handover", "--stack", "stage", "--done")).code).toBe(0);
    const { plenigo_handed_over_at: markedAt } = journey.endpoint().metadata;
    expect(markedAt).toMatch(/^2\d{3}-/);
    expect((await journey.preview()).code).toBe(0);
    await journey.configure("description", "changed");
    await journey.up();
    expect(journey.endpoint()).toMatchObject({
      description: "changed",
      metadata: { plenigo_handed_over_at: markedAt, managed_by: "plenigo-stripe" },
    });
  });
});

describeWithEngine("a rotation with the command", () => {
  let old: string;
  beforeAll(async () => {
    await open();
    await enter();
    old = journey.endpoint().id;
  });
  afterAll(close);

  /** One step of the rotation, as a pipeline does it. */
  async function rotate(...flags: readonly string[]) {
    const { code, stdout } = await journey.cli(
      "rotate",
      "--stack",
      "stage",
      "--json",
      "--timeout",
      "3",
      ...flags,
    );
    const { status, next } = documentOf(stdout || "{}", "rotate-report");
    return [code, status, next];
  }
  const states = () => journey.endpoints().map(({ status }) => status);

  it("does nothing without a terminal that nobody has confirmed", async () => {
    const { code, stdout, stderr } = await journey.cli("rotate", "--stack", "stage");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/confirmation-missing: [\s\S]*add --yes/);
    expect(journey.endpoint().id).toBe(old);
  });

  it("makes the next generation beside the first, and then waits for a person", async () => {
    expect(await rotate("--yes")).toEqual([0, "under-way", "hand-over"]);
    expect(states()).toEqual(["enabled", "enabled"]);
    expect(await rotate("--yes")).toEqual([7, "waiting", "hand-over"]);
  });

  it("switches the old endpoint off, and on again when plenigo does not have the new secret", async () => {
    await journey.cli("handover", "--stack", "stage", "--done");
    expect(await rotate("--yes")).toEqual([0, "under-way", "verify"]);
    expect(states()).toEqual(["disabled", "enabled"]);
    expect(await rotate("--yes")).toEqual([7, "not-verified", "hand-over"]);
    expect(states()).toEqual(["enabled", "enabled"]);
  });

  it("removes the old endpoint once plenigo takes the events of the new one", async () => {
    await enter();
    await journey.cli("handover", "--stack", "stage", "--done");
    expect(await rotate("--yes")).toEqual([0, "under-way", "verify"]);
    expect(await rotate("--yes")).toEqual([0, "finished", null]);
    expect(journey.endpoint().metadata.plenigo_generation).toBe("2");
    expect(journey.endpoint().id).not.toBe(old);
    expect((await journey.preview()).code).toBe(0);
    expect(await rotate("--status")).toEqual([0, "not-started", "start"]);
  });
});
