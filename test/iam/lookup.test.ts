import { describeWithEvaluator, judge } from "../support/iam-evaluator";
import { secretArn, values } from "../support/iam-rows";

describeWithEvaluator("the reads that tell whether an endpoint is in use", () => {
  const roles = [
    "deployer.stage",
    "deployer.live",
    "previewer.stage",
    "previewer.live",
    "audit.stage",
    "audit.live",
  ];
  it.each([...roles, "reader"])(
    "are allowed to %s for a secret that is not there and has no tags",
    async (name) => {
      const environment = name.split(".")[1] ?? "stage";
      // IAM judges a secret that is not there by the name alone, without the six characters behind it.
      const resource = secretArn(`plenigo/${environment}/acme0000000000000000/stripe`).slice(
        0,
        -"-AbCdEf".length,
      );
      const judges = { identity: [name], values: { ...values, COMPANY_ID: "acme0000000000000000" } };
      for (const VersionStage of ["AWSCURRENT", "AWSPREVIOUS"]) {
        const context = { "secretsmanager:VersionStage": VersionStage };
        expect(await judge({ action: "secretsmanager:GetSecretValue", resource, context }, judges)).toBe(
          "allowed",
        );
      }
    },
  );
});
