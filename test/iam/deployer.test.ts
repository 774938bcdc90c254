import { describeWithEvaluator, type JudgedCall } from "../support/iam-evaluator";
import {
  expectRefusedFor,
  keyArn,
  newTags,
  OTHER_ACCOUNT,
  OURS,
  type Row,
  secretCall,
} from "../support/iam-rows";

/** The rows of a deployer, the same for both environments. */
function deployerRows(environment: string, other: string): Row[] {
  const deployer = { identity: [`deployer.${environment}`] };
  const of = (action: string, context: JudgedCall["context"]) => secretCall(action, context, environment);
  const create = of("CreateSecret", newTags(environment));
  const put = of("PutResourcePolicy", { ...OURS, "secretsmanager:BlockPublicPolicy": "true" });
  const writes = [
    "PutSecretValue",
    "UpdateSecret",
    "UpdateSecretVersionStage",
    "DeleteResourcePolicy",
    "DeleteSecret",
  ];
  return [
    ["a secret without our mark", deployer, create, { context: { "aws:RequestTag/managed-by": undefined } }],
    [
      "a secret with another mark",
      deployer,
      create,
      { context: { "aws:RequestTag/managed-by": "somebody" } },
    ],
    [
      "a secret without environment",
      deployer,
      create,
      { context: { "aws:RequestTag/plenigo:environment": undefined } },
    ],
    [
      "a secret of the other environment",
      deployer,
      create,
      { context: { "aws:RequestTag/plenigo:environment": other } },
    ],
    [
      "a tag that opens the secret to others",
      deployer,
      create,
      { context: { "aws:TagKeys": ["managed-by", "team"] } },
    ],
    [
      "such a tag later",
      deployer,
      of("TagResource", { "aws:TagKeys": ["pulumi:stack"] }),
      { context: { "aws:TagKeys": ["team"] } },
    ],
    [
      "another mark later",
      deployer,
      of("TagResource", { "aws:RequestTag/managed-by": "plenigo-stripe" }),
      { context: { "aws:RequestTag/managed-by": "somebody" } },
    ],
    [
      "taking our mark away",
      deployer,
      of("UntagResource", { ...OURS, "aws:TagKeys": ["team"] }),
      { context: { "aws:TagKeys": ["team", "managed-by"] } },
    ],
    ...writes.map(
      (action): Row => [
        `${action} on a secret without our mark`,
        deployer,
        of(action, OURS),
        { context: { "aws:ResourceTag/managed-by": undefined } },
      ],
    ),
    [
      "setting readers of a secret without our mark",
      deployer,
      put,
      { context: { "aws:ResourceTag/managed-by": undefined } },
    ],
    [
      "a reader policy that may be public",
      deployer,
      put,
      { context: { "secretsmanager:BlockPublicPolicy": "false" } },
    ],
    [
      "a reader policy that says nothing of it",
      deployer,
      put,
      { context: { "secretsmanager:BlockPublicPolicy": undefined } },
    ],
    [
      "a key of another account",
      deployer,
      of("CreateSecret", { ...newTags(environment), "secretsmanager:KmsKeyArn": keyArn("any") }),
      { context: { "secretsmanager:KmsKeyArn": keyArn("any", OTHER_ACCOUNT) } },
    ],
    [
      "a change to a key of another account",
      deployer,
      of("UpdateSecret", { ...OURS, "secretsmanager:KmsKeyArn": keyArn("any") }),
      { context: { "secretsmanager:KmsKeyArn": keyArn("any", OTHER_ACCOUNT) } },
    ],
  ];
}

describeWithEvaluator("a deployer of stage is refused", () => {
  it.each(deployerRows("stage", "live"))("%s", (...row) => expectRefusedFor(row));
});

describeWithEvaluator("a deployer of live is refused", () => {
  const deployer = { identity: ["deployer.live"] };
  const remove = secretCall("DeleteSecret", OURS, "live");
  it.each<Row>([
    ...deployerRows("live", "stage"),
    [
      "deleting without a recovery window",
      deployer,
      remove,
      { context: { "secretsmanager:ForceDeleteWithoutRecovery": "true" } },
    ],
    ["a secret of stage", deployer, remove, { resource: secretCall("DeleteSecret").resource }],
  ])("%s", (...row) => expectRefusedFor(row));
});
