import { type CallerIdentity, callerIdentity, secretsManager } from "../../aws/clients";
import type { AwsPlace } from "../../aws/place";
import { type AwsRefusal, type RefusalKind, refusalOf, remediesOf } from "../../aws/refusals";
import { AWS_MAX_RETRIES } from "../../config/fields";
import { connectionSecretName } from "../../environments";
import { UserError } from "../../errors";
import { explain, setConfig, shell } from "../../remedies";
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
  {
    id: "aws-retries",
    about: "an update ends in time when AWS fails",
    ofStack: true,
    needs: ["configuration"],
    run: retries,
  },
];

async function identity(scene: Scene): Promise<CheckResult> {
  const place = placeOf(scene);
  if (!place.region)
    return warning("no region is set", shell("export AWS_REGION=eu-central-1", "or whichever it is"));
  let caller: CallerIdentity;
  try {
    caller = await callerIdentity(place, scene.signal);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const refusal = refusalOf(error, "sts:GetCallerIdentity");
    return failure(
      `AWS does not tell whose credentials these are: ${refusal.message}`,
      shell("aws sts get-caller-identity", "must answer with your account"),
      ...remediesOf(refusal),
    );
  }
  return judged(scene, place.region, caller);
}

/** Where the stack's resources lie and with whose credentials; without a stack, those of the environment. */
function placeOf(scene: Scene): AwsPlace {
  return { ...scene.file()?.place, region: scene.region() ?? "" };
}

function judged(scene: Scene, region: string, { accountId, arn }: CallerIdentity): CheckResult {
  const allowed = allowedAccounts(scene);
  if (!allowed) return ok(`${arn}, region ${region}`);
  if (allowed.includes(accountId)) return ok(`${arn}, region ${region}, as the stack allows`);
  return failure(
    `the credentials are of account ${accountId}, but the stack allows only ${allowed.join(", ")}`,
    shell("export AWS_PROFILE=…", `credentials of ${allowed.join(" or ")}`),
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
  const answers = await askForEach(name, placeOf(scene), scene.signal);
  const denied = answers.filter(({ refusal }) => refusal?.kind === "denied");
  if (denied.length > 0) {
    const actions = denied.map(({ refusal }) => refusal?.permission).join(", ");
    const isKeyAlone = denied.every(({ refusal }) => refusal?.permission === "kms:Decrypt");
    const target = isKeyAlone ? "the KMS key of the secret" : `${name}-??????`;
    return failure(
      `IAM denies ${actions} on ${name}`,
      explain(`allow these credentials ${actions} on ${target} (policies: docs/iam.md)`),
    );
  }
  const broken = answers.find(({ refusal }) => refusal && !HARMLESS.has(refusal.kind));
  if (broken?.refusal)
    return failure(`${broken.action} failed: ${broken.refusal.message}`, ...remediesOf(broken.refusal));
  const isThere = answers.every(({ refusal }) => refusal === undefined);
  return ok(
    `reading ${name} is allowed${isThere ? "" : " (it is not there yet)"}; writing shows in pulumi up`,
  );
}

function retries(scene: Scene): CheckResult {
  const { key, set, most } = AWS_MAX_RETRIES;
  const value = scene.declared()[key];
  const attempts = value === undefined ? Number.NaN : Number(value);
  if (attempts >= 1 && attempts <= most) return ok(`${key} is ${attempts}`);
  const found =
    value === undefined ? "is not set (the provider's own is 25)" : `is not a number from 1 to ${most}`;
  return warning(
    `${key} ${found}: while AWS fails, an update can hold the stack's lock for more than an hour`,
    setConfig(key, set),
  );
}

/** Not there, or scheduled for deletion: IAM has let us ask. */
const HARMLESS = new Set<RefusalKind>(["gone", "scheduled-for-deletion"]);

interface Answer {
  readonly action: string;
  readonly refusal?: AwsRefusal;
}

async function askForEach(name: string, place: AwsPlace, abortSignal: AbortSignal): Promise<Answer[]> {
  const sdk = await import("@aws-sdk/client-secrets-manager");
  const client = await secretsManager(place);
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
  const action = `secretsmanager:${operation}`;
  try {
    await ask();
    return { action };
  } catch (error) {
    return { action, refusal: refusalOf(error, action) };
  }
}
