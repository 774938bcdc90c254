import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AWS_MAX_RETRIES } from "../src/config/fields";
import { runCommand } from "../src/engine/run-command";
import { type Environment, factsOf, fullKeyOf } from "../src/environments";
import { fakeAccountId, fakeKey } from "./emulators/stripe/fake-keys";
import type { AccountSeed } from "./emulators/stripe/stripe-emulator";
import type { NeededStandIns } from "./engine/stand-ins";
import { FOLDER } from "./sandbox-folder";
import { makeStack, makeTenantRepository, type TenantValues } from "./tenant-project";

/** AWS account of the sandbox; the emulator answers for it. */
export const SAMPLE_AWS_ACCOUNT = "123456789012";

const ACCOUNT_ID = fakeAccountId("sandbox");
const NEWCOMER_ID = fakeAccountId("newcomer");
/** Stage and live have different company ids; both are made up. */
const COMPANY_IDS: Readonly<Record<Environment, string>> = {
  stage: "SANDBOXstage00000001",
  live: "SANDBOXlive000000001",
};

/** The sample publisher's Stripe account, with a secret key in each mode. */
export function sampleAccount(): AccountSeed {
  return { id: ACCOUNT_ID, keys: [{ key: sampleKey("stage") }, { key: sampleKey("live") }] };
}

/** Account of a publisher that nobody has set up yet, to try `init` with. */
export function newcomerAccount(): AccountSeed {
  return { id: NEWCOMER_ID, keys: [{ key: newcomerKey("sk") }] };
}

/** A test key of the newcomer's account. */
export function newcomerKey(kind: "sk" | "pk"): string {
  return fakeKey(kind, "test", "newcomer", NEWCOMER_ID);
}

/** Secret key of the sample publisher. */
export function sampleKey(environment: Environment): string {
  return fakeKey("sk", factsOf(environment).mode, "sandbox", ACCOUNT_ID);
}

/** Configuration of the sample publisher's stack. */
export function sampleValues(environment: Environment): TenantValues {
  return {
    plain: {
      "aws:region": "eu-central-1",
      "aws:allowedAccountIds": [SAMPLE_AWS_ACCOUNT],
      [AWS_MAX_RETRIES.key]: AWS_MAX_RETRIES.set,
      companyId: COMPANY_IDS[environment],
      stripeAccountId: ACCOUNT_ID,
      stripePublishableKey: fakeKey("pk", factsOf(environment).mode, "sandbox", ACCOUNT_ID),
    },
    encrypted: { stripeSecretKey: sampleKey(environment) },
  };
}

/** Makes the sandbox's repository and the stacks `stage` and `live`, unless they are there. */
export async function makeSampleTenant(
  pulumi: string,
  standIns: NeededStandIns,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  makeTenantRepository(FOLDER.project, standIns);
  for (const environment of ["stage", "live"] as const) {
    if (isMade(environment)) continue;
    const forget = ["stack", "rm", environment, "--yes", "--force", "--non-interactive"];
    // Of a start that was ended on its way; mostly there is nothing.
    await runCommand(pulumi, forget, { cwd: FOLDER.project, env });
    await makeStack(pulumi, FOLDER.project, env, environment, sampleValues(environment));
  }
}

/** Whether the last value that is set when a stack is made is there. */
function isMade(environment: Environment): boolean {
  const file = join(FOLDER.project, `Pulumi.${environment}.yaml`);
  return existsSync(file) && readFileSync(file, "utf8").includes(fullKeyOf("stripeSecretKey"));
}
