import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isRunning } from "../src/engine/stack-lock";
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

/** How often the session that started the emulators looks whether others still use them, in ms. */
const LOOK_MS = 500;

/**
 * Starts both emulators and the receiver that plays plenigo in this process, or joins those of another session in this
 * checkout. The session that started them ends when no other one uses them any more.
 * @param log told once when this session has to wait for others
 */
export async function openServices(log: (line: string) => void): Promise<Services> {
  const own = join(FOLDER.sessions, String(process.pid));
  writeFileSync(own, "");
  const leave = () => rmSync(own, { force: true });
  const running = runningServices();
  if (running) return { addresses: running, close: async () => leave() };
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
  const noted: RunningServices = { ...addresses, pid: process.pid };
  writeFileSync(FOLDER.services, JSON.stringify(noted));
  return {
    addresses,
    close: async () => {
      leave();
      await untilNobodyIsLeft(log);
      rmSync(FOLDER.services, { force: true });
      await Promise.all([stripe.close(), aws.close(), plenigo.close()]);
    },
  };
}

async function untilNobodyIsLeft(log: (line: string) => void): Promise<void> {
  const pid = runningSession();
  if (pid === undefined) return;
  log(`The emulators stay until the other session (process ${pid}) has ended; Ctrl-C ends them now.`);
  let isAsked = false;
  process.once("SIGINT", () => {
    isAsked = true;
  });
  while (!isAsked && runningSession() !== undefined)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}

/** Process of another session in this checkout; the notes of killed ones are taken away. */
export function runningSession(): number | undefined {
  if (!existsSync(FOLDER.sessions)) return undefined;
  const pids = readdirSync(FOLDER.sessions).map(Number);
  for (const pid of pids) if (!isRunning(pid)) rmSync(join(FOLDER.sessions, String(pid)), { force: true });
  return pids.find((pid) => pid !== process.pid && isRunning(pid));
}

/** The emulators of a session that runs in this checkout; the note of one that was killed means nothing. */
function runningServices(): RunningServices | undefined {
  if (!existsSync(FOLDER.services)) return undefined;
  const noted = JSON.parse(readFileSync(FOLDER.services, "utf8")) as RunningServices;
  return isRunning(noted.pid) ? noted : undefined;
}
