import { conditionKeysOf, describeWithEvaluator } from "../support/iam-evaluator";
import { policyNames, statementsOf } from "../support/iam-policy";

const names = (["identity", "bucket", "key", "guard"] as const).flatMap(policyNames);

/** Whether AWS's list names the key: variable parts stand in it as `${TagKey}`. */
function isListed(key: string, listed: readonly string[]): boolean {
  return listed.some((one) => {
    const pattern = one.replace(/[.*+?^()|[\]\\]/g, "\\$&").replace(/\$\{[^}]*\}/g, ".+");
    return new RegExp(`^${pattern}$`, "i").test(key);
  });
}

describeWithEvaluator("AWS's list of actions and condition keys", () => {
  it.each(names)("has each action of %s, and for it each key of its conditions", async (name) => {
    const unknown: string[] = [];
    for (const { Sid, Action, Condition = {} } of statementsOf(name)) {
      for (const action of [Action].flat().filter((one) => !one.endsWith("*"))) {
        const listed = await conditionKeysOf(action);
        const keys = Object.values(Condition).flatMap((operands) => Object.keys(operands));
        unknown.push(
          ...keys.filter((key) => !isListed(key, listed)).map((key) => `${Sid}: ${action} ${key}`),
        );
      }
    }
    expect(unknown).toEqual([]);
  });
});
