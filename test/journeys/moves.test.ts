import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { callbackUrl } from "../../src/environments";
import { Clone } from "../support/clone";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";

describeWithEngine("a stack that moves", () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await Journey.provisioned({ stack: "acme.stage" });
  });
  afterAll(() => journey.close());

  it("to another company id keeps endpoint and signing secret, and stores them under the new name", async () => {
    const { id, secret } = journey.endpoint();
    const companyId = "another0company0id00";
    await journey.configure("companyId", companyId);
    await journey.up();
    expect(journey.endpoint()).toMatchObject({ id, url: callbackUrl("stage", companyId) });
    const [stored, ...more] = journey.aws.secrets();
    expect([stored?.name, more]).toEqual([`plenigo/stage/${companyId}/stripe`, []]);
    expect(JSON.parse(stored?.versions[0]?.secretString ?? "{}").webhookSigningSecret === secret).toBe(true);
    expect((await journey.preview()).code).toBe(0);
  });

  it("to another checkout folder, with a code update, has no diff", async () => {
    const clone = new Clone();
    appendFileSync(join(clone.folder, "src/endpoint/create.ts"), "\n// A code update.\n");
    const project = join(journey.project, "Pulumi.yaml");
    const text = readFileSync(project, "utf8");
    const main = (folder: string) => `main: ${relative(journey.project, folder)}`;
    expect(text).toContain(main(CHECKOUT));
    writeFileSync(project, text.replace(main(CHECKOUT), main(clone.folder)));
    const { code, writes } = await journey.preview();
    writeFileSync(project, text);
    clone.remove();
    expect({ code, writes }).toEqual({ code: 0, writes: [] });
  });

  it("to another name has its marks rewritten in place", async () => {
    const { id } = journey.endpoint();
    await journey.rename("beta.stage");
    await journey.up();
    expect(journey.endpoint()).toMatchObject({ id, metadata: { plenigo_stack: "beta.stage" } });
    expect((await journey.preview()).code).toBe(0);
  });
});
