import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import type { FaultEffect } from "../../sandbox/emulators/emulator-server";
import { callerIdentity, secretsManager } from "../../src/aws/clients";
import { refusalOf } from "../../src/aws/refusals";
import { startEmulatedAws } from "../sandbox/emulators/secrets-manager/emulated-aws";
import { BROKEN_ANSWERS } from "../support/broken-answers";
import { aimAt } from "./aws-place";

const region = "eu-central-1";
const BUDGET_MS = 400;
const rows = Object.entries(BROKEN_ANSWERS) as [string, FaultEffect][];

async function read(): Promise<string | undefined> {
  const client = await secretsManager({ region });
  try {
    return (await client.send(new GetSecretValueCommand({ SecretId: "s" }))).SecretString;
  } finally {
    client.destroy();
  }
}

async function worldWith(effect: FaultEffect, times: number, budgetMs = BUDGET_MS) {
  const world = await startEmulatedAws();
  await world.aws.createSecret({ Name: "s", SecretString: "value" });
  aimAt(world.emulator, "deployer", { PLENIGO_STRIPE_RETRY_BUDGET_MS: String(budgetMs) });
  world.emulator.faults.push({ matches: () => true, effect, times });
  return world;
}

it.each(rows)("asks again after %s", async (name, effect) => {
  // Time enough on a busy machine for the body to become too long before it takes too long.
  await worldWith(effect, 1, 5 * BUDGET_MS);
  if (name === "a body that never ends") await expect(read()).rejects.toThrow("without end");
  else expect(await read()).toBe("value");
});

it.each(rows)("ends when all it gets is %s, and says who did not answer", async (_, effect) => {
  await worldWith(effect, Number.POSITIVE_INFINITY);
  const start = performance.now();
  const error = await read().catch((thrown: unknown) => thrown);
  expect(refusalOf(error, "secretsmanager:GetSecretValue")).toEqual({
    kind: "no-answer",
    message: expect.stringMatching(/^AWS Secrets Manager /),
  });
  expect(performance.now() - start).toBeLessThan(3 * BUDGET_MS);
});

it.each(rows)("the question whose credentials these are ends on %s too", async (_, effect) => {
  await worldWith(effect, Number.POSITIVE_INFINITY);
  const error = await callerIdentity({ region }).catch((thrown: unknown) => thrown);
  expect(refusalOf(error, "sts:GetCallerIdentity")).toEqual({
    kind: "no-answer",
    message: expect.stringMatching(/^AWS STS /),
  });
});
