import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { startSecretsManagerEmulator } from "./emulators/secrets-manager/secrets-manager-emulator";
import { startStripeEmulator } from "./emulators/stripe/stripe-emulator";
import type { ServiceAddresses } from "./environment";
import { firstAccount } from "./fleet/fleet-tenant";
import { startPlenigoReceiver } from "./plenigo/plenigo-receiver";
import { newcomerAccount, sampleAccount } from "./sample-tenant";
import { FOLDER } from "./sandbox-folder";

/** Emulators to work with; `close` ends them if this process started them. */
export interface Services {
  readonly addresses: ServiceAddresses;
  readonly close: () => Promise<void>;
}

interface RunningServices extends ServiceAddresses {
  readonly pid: number;
}

/** Starts both emulators and the receiver that plays plenigo in this process, or joins those of another session in this checkout. */
export async function openServices(): Promise<Services> {
  const running = runningServices();
  if (running) return { addresses: running, close: async () => {} };
  const plenigo = await startPlenigoReceiver({
    stateFile: FOLDER.plenigoState,
    onEntered: () => stripe.retryDeliveries(),
  });
  const stripe = await startStripeEmulator({
    accounts: [sampleAccount(), newcomerAccount(), firstAccount()],
    stateFile: FOLDER.stripeState,
    deliverTo: plenigo.url,
  });
  const aws = await startSecretsManagerEmulator({ stateFile: FOLDER.secretsManagerState });
  const addresses = { stripe: stripe.url, secretsManager: aws.url, plenigo: plenigo.url };
  writeFileSync(
    FOLDER.services,
    JSON.stringify({ ...addresses, pid: process.pid } satisfies RunningServices),
  );
  return {
    addresses,
    close: async () => {
      rmSync(FOLDER.services, { force: true });
      await Promise.all([stripe.close(), aws.close(), plenigo.close()]);
    },
  };
}

/** The emulators of a session that runs in this checkout; the note of one that was killed means nothing. */
function runningServices(): RunningServices | undefined {
  if (!existsSync(FOLDER.services)) return undefined;
  const noted = JSON.parse(readFileSync(FOLDER.services, "utf8")) as RunningServices;
  try {
    process.kill(noted.pid, 0);
    return noted;
  } catch {
    return undefined;
  }
}
