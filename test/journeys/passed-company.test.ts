import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";
import { installedCopyOf, OWN_PROGRAM } from "../support/linked-program";
import { tenant } from "../support/tenant";

const acme = tenant();

/** A program whose company id is an output of a resource: unknown until that is made. */
const programWith = (companyId: string) => `
import { Secret } from "@pulumi/aws/secretsmanager";
import { loadStackConfig, PlenigoStripeConnection } from "plenigo-stripe/connection";

const company = new Secret("company", { recoveryWindowInDays: 0 });
const companyId = company.arn.apply(() => "${companyId}");
const config = loadStackConfig({ passed: ["companyId"] });
export const { webhookUrl } = new PlenigoStripeConnection("plenigo", { ...config, companyId });
`;

describeWithEngine("a company id that is unknown in the preview of a first update", () => {
  let program: string;
  let journey: Journey;
  const write = (companyId: string) => writeFileSync(join(program, "index.ts"), programWith(companyId));
  beforeAll(async () => {
    program = installedCopyOf(OWN_PROGRAM);
    write(acme.companyId);
    journey = await Journey.open({
      who: acme,
      program,
      standing: "plugins",
      plain: { companyId: undefined },
    });
    // The journey of the example checks a program's types; here it would be half of each run.
    journey.variables.PULUMI_NODEJS_TRANSPILE_ONLY = "true";
  });
  afterAll(async () => {
    await journey?.close();
    rmSync(program, { recursive: true, force: true });
  });

  it("is not an obstacle: the preview announces endpoint and secret, and writes nothing", async () => {
    const { code, text, writes } = await journey.pulumi("preview");
    expect({ code, writes }).toEqual({ code: 0, writes: [] });
    expect(text).toMatch(/generation-1 +create/);
    expect(text).toMatch(/plenigo-secret-version +create/);
  });

  it("is known to the update, which provisions with plenigo's URL and the secret's name", async () => {
    await journey.up();
    expect(journey.endpoint().url).toBe(acme.inputs.url);
    expect(journey.connection().webhookSigningSecret === journey.endpoint().secret).toBe(true);
    expect((await journey.preview()).code).toBe(0);
  });

  it("is refused when it turns out to have the wrong form, before anything is written", async () => {
    write("mistyped");
    const before = performance.now();
    const { code, text, writes } = await journey.pulumi("up", "--yes", "--skip-preview");
    expect([code === 0, writes]).toEqual([false, []]);
    // Its SDK inspects errors, which went on for 40 s.
    expect(performance.now() - before).toBeLessThan(20_000);
    expect(text).toMatch(/config-invalid: the program passes a companyId that is refused/);
    expect(text).not.toMatch(/\n\s+at |mistyped/);
  });
});
