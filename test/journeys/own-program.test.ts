import { rmSync } from "node:fs";
import { SHIM } from "../../src/endpoint/shim";
import { callbackUrl } from "../../src/environments";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";
import { installedCopyOf, OWN_PROGRAM } from "../support/linked-program";

describeWithEngine("a program of another project", () => {
  let program: string;
  let journey: Journey;
  beforeAll(async () => {
    program = installedCopyOf(OWN_PROGRAM);
    journey = await Journey.open({ program });
  });
  afterAll(async () => {
    await journey?.close();
    rmSync(program, { recursive: true, force: true });
  });

  it("makes an endpoint that carries its own project's mark", async () => {
    await journey.up();
    expect(journey.endpoint()).toMatchObject({
      url: callbackUrl("stage", journey.tenant.companyId),
      metadata: { managed_by: "plenigo-stripe", plenigo_project: "subscriptions", plenigo_stack: "stage" },
    });
  });

  it("stores the connection secret beside a secret of its own", () => {
    expect(journey.connection().webhookSigningSecret === journey.endpoint().secret).toBe(true);
    expect(journey.aws.secret(journey.secretName)?.tags).toMatchObject({ "pulumi:project": "subscriptions" });
    expect(journey.aws.secrets()).toHaveLength(2);
  });

  it("keeps the same provider in its state as this project's own program", () => {
    expect(journey.resource("WebhookEndpoint")?.inputs?.__provider).toBe(SHIM);
  });

  it("has nothing to change afterwards", async () => {
    const { code, writes } = await journey.preview();
    expect({ code, writes }).toEqual({ code: 0, writes: [] });
  });

  it("takes everything away with a destroy", async () => {
    const { code } = await journey.pulumi("destroy", "--yes", "--skip-preview");
    expect([code, journey.endpoints(), journey.aws.secrets()]).toEqual([0, [], []]);
  });
});
