import { type CallerIdentity, callerIdentity } from "../../aws/caller-identity";
import { secretsManager } from "../../aws/secrets-manager";
import { connectionSecretName } from "../../environments";
import { messageOf, redact } from "../../errors";
import { type Check, type CheckResult, failure, ok, skipped, warning } from "./check";
import type { Scene } from "./scene";

/** AWS, as far as it can be asked without writing. */
export const AWS_CHECKS: readonly Check[] = [
  { id: "aws-identity", about: "AWS credentials, their account, the region", needs: [], run: identity },
  {
    id: "aws-permissions",
    about: "reading the connection secret is allowed",
    ofStack: true,
    needs: ["configuration", "aws-identity"],
    run: permissions,
  },
];

async function identity(scene: Scene): Promise<CheckResult> {
  const region = scene.region();
  if (!region) return warning("no region is set", "export AWS_REGION=eu-central-1   (or whichever it is)");
  let caller: CallerIdentity;
  try {
    caller = await callerIdentity({ region }, scene.signal);
  } catch (error) {
    const why = `${(error as Error).name}: ${messageOf(error)}`;
    return failure(
      `AWS does not tell whose credentials these are: ${why}`,
      "aws sts get-caller-identity   (must answer with your account)",
      "aws sso login, or export AWS_PROFILE=…",
    );
  }
  return judged(scene, region, caller);
}

function judged(scene: Scene, region: string, { accountId, arn }: CallerIdentity): CheckResult {
  const allowed = allowedAccounts(scene);
  if (!allowed) return ok(`${arn}, region ${region}`);
  if (allowed.includes(accountId)) return ok(`${arn}, region ${region}, as the stack allows`);
  return failure(
    `the credentials are of account ${accountId}, but the stack allows only ${allowed.join(", ")}`,
    `use credentials of ${allowed.join(" or ")}: export AWS_PROFILE=…`,
  );
}

function allowedAccounts(scene: Scene): string[] | undefined {
  const allowed = scene.declared()["aws:allowedAccountIds"];
  return Array.isArray(allowed) ? allowed.map(String) : undefined;
}

async function permissions(scene: Scene): Promise<CheckResult> {
  const { environment, companyId, region } = scene.file()?.config ?? {};
  if (!environment || !companyId || !region) return skipped("a value that it needs is encrypted");
  const name = connectionSecretName(environment, companyId);
  const answers = await askForEach(name, region, scene.signal);
  const denied = answers.filter(({ error }) => error === "AccessDeniedException");
  if (denied.length > 0) {
    const actions = denied.map(({ action }) => action).join(", ");
    const isKeyAlone = denied.every(({ action }) => action === "kms:Decrypt");
    const target = isKeyAlone ? "the KMS key of the secret" : `${name}-??????`;
    return failure(
      `IAM denies ${actions} on ${name}`,
      `allow these credentials ${actions} on ${target}   (policies: docs/iam.md)`,
    );
  }
  const broken = answers.find(({ error }) => error !== undefined && !HARMLESS.has(error));
  if (broken) return failure(`${broken.action} failed: ${broken.text}`, "aws sts get-caller-identity");
  const isThere = answers.every(({ error }) => error === undefined);
  return ok(
    `reading ${name} is allowed${isThere ? "" : " (it is not there yet)"}; writing shows in pulumi up`,
  );
}

/** Not there, or scheduled for deletion: IAM has let us ask. */
const HARMLESS = new Set(["ResourceNotFoundException", "InvalidRequestException"]);

interface Answer {
  readonly action: string;
  /** Name of AWS's error. */
  readonly error?: string;
  readonly text?: string;
}

async function askForEach(name: string, region: string, abortSignal: AbortSignal): Promise<Answer[]> {
  const sdk = await import("@aws-sdk/client-secrets-manager");
  const client = await secretsManager({ region });
  const input = { SecretId: name };
  // A value that is read is forgotten at once.
  const asks: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["DescribeSecret", () => client.send(new sdk.DescribeSecretCommand(input), { abortSignal })],
    ["GetSecretValue", () => client.send(new sdk.GetSecretValueCommand(input), { abortSignal })],
    ["GetResourcePolicy", () => client.send(new sdk.GetResourcePolicyCommand(input), { abortSignal })],
    ["ListSecretVersionIds", () => client.send(new sdk.ListSecretVersionIdsCommand(input), { abortSignal })],
  ];
  try {
    return await Promise.all(asks.map(([operation, ask]) => answerTo(operation, ask)));
  } finally {
    client.destroy();
  }
}

async function answerTo(operation: string, ask: () => Promise<unknown>): Promise<Answer> {
  try {
    await ask();
    return { action: `secretsmanager:${operation}` };
  } catch (error) {
    const text = messageOf(error);
    // AWS: GetSecretValue is refused in these words where only the key's right is missing.
    const action = /KMS/i.test(text) ? "kms:Decrypt" : `secretsmanager:${operation}`;
    return { action, error: (error as Error).name, text: redact(text) };
  }
}
