import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";
import { tenant } from "../support/tenant";

describeWithEngine("two stacks of one account", () => {
  it("run at once without cross-talk: each has its own endpoint and secret, and destroys nothing of the other's", async () => {
    const who = tenant();
    const one = await Journey.open({ who, stack: "one.stage" });
    const companyId = "another0company0id00";
    const other = await Journey.open({
      who: { ...who, companyId },
      stack: "other.stage",
      plain: { companyId },
      beside: one,
    });
    await Promise.all([one.up(), other.up()]);
    const byStack = () =>
      one
        .endpoints()
        .map(({ metadata }) => metadata.plenigo_stack)
        .sort();
    expect(byStack()).toEqual(["one.stage", "other.stage"]);
    for (const journey of [one, other]) {
      const own = one.endpoints().find(({ metadata }) => metadata.plenigo_stack === journey.stack);
      expect(journey.connection().webhookSigningSecret === own?.secret).toBe(true);
      expect((await journey.preview()).code).toBe(0);
    }
    expect((await one.pulumi("destroy", "--yes", "--skip-preview")).code).toBe(0);
    expect([byStack(), one.aws.secrets().length]).toEqual([["other.stage"], 1]);
    await other.close();
    await one.close();
  });
});
