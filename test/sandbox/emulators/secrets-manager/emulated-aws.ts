import { randomUUID } from "node:crypto";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import {
  type SecretsManagerEmulator,
  type SecretsManagerEmulatorOptions,
  startSecretsManagerEmulator,
} from "../../../../sandbox/emulators/secrets-manager/secrets-manager-emulator";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** Whom the client calls as, and where. */
export interface CallerChoice {
  readonly accessKeyId?: string;
  readonly region?: string;
}

/** An emulator with AWS's own client for it. */
export interface EmulatedAws {
  readonly emulator: SecretsManagerEmulator;
  readonly aws: SecretsManager;
  /** A client of another caller or region. */
  as(caller: CallerChoice): SecretsManager;
}

/** What a refused call ended with. */
export interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly status?: number;
}

const closers: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Starts an emulator that ends with the test. */
export async function startEmulatedAws(options: SecretsManagerEmulatorOptions = {}): Promise<EmulatedAws> {
  const emulator = await startSecretsManagerEmulator(options);
  closers.push(() => emulator.close());
  const as = (caller: CallerChoice) => {
    const client = clientFor(emulator.url, caller);
    closers.push(() => client.destroy());
    return client;
  };
  return { emulator, aws: as({}), as };
}

/** AWS's client, aimed at `endpoint`; it never retries and takes nothing from the environment. */
export function clientFor(endpoint: string, caller: CallerChoice = {}): SecretsManager {
  const { accessKeyId = "deployer", region = "eu-central-1" } = caller;
  return new SecretsManager({
    endpoint,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey: randomUUID() },
  });
}

/** Waits for a call's refusal; a call that succeeds fails the test. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, message, status: $metadata?.httpStatusCode };
  }
  throw new Error("The call succeeded.");
}

/** A ClientRequestToken of the least length, the same for the same number. */
export function token(number: number): string {
  return `token-${String(number).padStart(26, "0")}`;
}

/** Labels by the string of the version that carries them. */
export function labelsByValue({ emulator }: EmulatedAws, name: string): Record<string, string[]> {
  const versions = emulator.secret(name)?.versions ?? [];
  return Object.fromEntries(versions.map(({ secretString, stages }) => [secretString, stages.toSorted()]));
}
