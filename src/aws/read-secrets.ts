import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { inParallel } from "../network/in-parallel";
import { withSecretsManager } from "./clients";
import type { AwsPlace } from "./place";
import { type AwsRefusal, type RefusalKind, refusalOf } from "./refusals";

/** What AWS says of one secret: its text, or why there is none. */
export type SecretAnswer =
  | { readonly text: string }
  | {
      readonly problem: "missing" | "scheduled-for-deletion" | "denied" | "failed";
      readonly message: string;
    };

/** AWS: API_BatchGetSecretValue takes up to 20 names. */
const BATCH = 20;
/** Calls to one region at a time; AWS allows some 100 a second. */
const CALLS_AT_ONCE = 4;

/**
 * Reads many secrets of one place, 20 a call, or one by one where these credentials may not read batches. One that can't
 * be read hides no other.
 * @returns an answer for each name
 */
export async function readSecrets(
  names: readonly string[],
  place: AwsPlace,
): Promise<Map<string, SecretAnswer>> {
  const batches = Array.from({ length: Math.ceil(names.length / BATCH) }, (_, index) =>
    names.slice(index * BATCH, (index + 1) * BATCH),
  );
  const answers = await withSecretsManager(place, (client) =>
    inParallel(CALLS_AT_ONCE, batches, (batch) => readBatch(client, batch)),
  );
  return new Map(answers.flat());
}

type Answered = readonly [name: string, answer: SecretAnswer];

async function readBatch(client: SecretsManagerClient, names: readonly string[]): Promise<Answered[]> {
  const { BatchGetSecretValueCommand } = await import("@aws-sdk/client-secrets-manager");
  try {
    const { SecretValues = [], Errors = [] } = await client.send(
      new BatchGetSecretValueCommand({ SecretIdList: [...names] }),
    );
    const texts = SecretValues.map(
      ({ Name = "", SecretString = "" }): Answered => [Name, { text: SecretString }],
    );
    const problems = Errors.map(
      ({ SecretId = "", ErrorCode, Message }): Answered => [SecretId, ofEntry(ErrorCode, Message)],
    );
    return [...texts, ...problems];
  } catch (error) {
    const refusal = refusalOf(error, "secretsmanager:BatchGetSecretValue");
    if (refusal.kind === "denied") {
      return Promise.all(names.map(async (name): Promise<Answered> => [name, await readOne(client, name)]));
    }
    const failed = answerOf(refusal);
    return names.map((name): Answered => [name, failed]);
  }
}

async function readOne(client: SecretsManagerClient, name: string): Promise<SecretAnswer> {
  const { GetSecretValueCommand } = await import("@aws-sdk/client-secrets-manager");
  try {
    const { SecretString = "" } = await client.send(new GetSecretValueCommand({ SecretId: name }));
    return { text: SecretString };
  } catch (error) {
    return answerOf(refusalOf(error, "secretsmanager:GetSecretValue"));
  }
}

/** An entry of a batch's errors has the name and the message of the error that a single call would throw. */
function ofEntry(name = "no answer", message = ""): SecretAnswer {
  return answerOf(refusalOf({ name, message }, "secretsmanager:GetSecretValue"));
}

const PROBLEMS: Readonly<Partial<Record<RefusalKind, "missing" | "scheduled-for-deletion" | "denied">>> = {
  gone: "missing",
  "scheduled-for-deletion": "scheduled-for-deletion",
  denied: "denied",
};

function answerOf({ kind, message }: AwsRefusal): SecretAnswer {
  return { problem: PROBLEMS[kind] ?? "failed", message };
}
