import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { messageOf } from "../errors";
import { inParallel } from "../network/in-parallel";
import { secretsManager } from "./secrets-manager";

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
 * Reads many secrets of one region, 20 a call, or one by one where these credentials may not read batches. One that can't
 * be read hides no other.
 * @returns an answer for each name
 */
export async function readSecrets(
  names: readonly string[],
  region: string,
): Promise<Map<string, SecretAnswer>> {
  const client = await secretsManager({ region });
  const batches = Array.from({ length: Math.ceil(names.length / BATCH) }, (_, index) =>
    names.slice(index * BATCH, (index + 1) * BATCH),
  );
  try {
    const answers = await inParallel(CALLS_AT_ONCE, batches, (batch) => readBatch(client, batch));
    return new Map(answers.flat());
  } finally {
    client.destroy();
  }
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
      ({ SecretId = "", ErrorCode, Message }): Answered => [SecretId, problemOf(ErrorCode, Message)],
    );
    return [...texts, ...problems];
  } catch (error) {
    if ((error as Error).name === "AccessDeniedException") {
      return Promise.all(names.map(async (name): Promise<Answered> => [name, await readOne(client, name)]));
    }
    const failed = problemOf((error as Error).name, messageOf(error));
    return names.map((name): Answered => [name, failed]);
  }
}

async function readOne(client: SecretsManagerClient, name: string): Promise<SecretAnswer> {
  const { GetSecretValueCommand } = await import("@aws-sdk/client-secrets-manager");
  try {
    const { SecretString = "" } = await client.send(new GetSecretValueCommand({ SecretId: name }));
    return { text: SecretString };
  } catch (error) {
    return problemOf((error as Error).name, messageOf(error));
  }
}

function problemOf(code = "no answer", message = ""): SecretAnswer {
  const text = `${code}${message ? `: ${messageOf(message)}` : ""}`;
  if (code === "ResourceNotFoundException") return { problem: "missing", message: text };
  if (code === "AccessDeniedException") return { problem: "denied", message: text };
  const isScheduled = code === "InvalidRequestException" && /delet/i.test(message);
  return { problem: isScheduled ? "scheduled-for-deletion" : "failed", message: text };
}
