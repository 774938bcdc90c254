import { symlinkSync } from "node:fs";
import { join } from "node:path";
import type { SecretsManagerEmulator } from "../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import type { StripeEmulator } from "../../sandbox/emulators/stripe/stripe-emulator";
import { linkStandIns } from "../../sandbox/engine/stand-ins";
import { serviceVariables, withVariables } from "../../sandbox/environment";
import { sharePlugins } from "../../sandbox/sandbox-folder";
import { makeProject, type TenantValues } from "../../sandbox/tenant-project";
import { fullKeyOf } from "../../src/environments";
import { LOAD_LATER, PATIENCE, pulumi, standInHaste, standIns } from "./engine";
import type { Tenant } from "./tenant";

/** Where everything lies in the folder of a journey; Pulumi's states lie in the folder itself. */
export function placesIn(folder: string) {
  return {
    project: join(folder, "project"),
    /** The engine and its stand-ins. */
    bin: join(folder, "bin"),
    /** Pulumi's own folder: what is selected would be written there. */
    home: join(folder, "home"),
  };
}

/** Makes the project, with no stack, and what the engine needs around it. `program`: its folder, if not this checkout. */
export function layOut(folder: string, program?: string): void {
  const { project, bin, home } = placesIn(folder);
  makeProject(project, standIns, program);
  linkStandIns(standIns, bin);
  symlinkSync(pulumi ?? "", join(bin, "pulumi"));
  sharePlugins(process.env, home);
}

/** Environment of a person who works in such a folder. `variables`: what that person has set. */
export function environmentIn(
  folder: string,
  { stripe, aws }: { readonly stripe: StripeEmulator; readonly aws: SecretsManagerEmulator },
  variables: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const { bin, home } = placesIn(folder);
  return withVariables(
    process.env,
    serviceVariables({ stripe: stripe.url, secretsManager: aws.url }),
    {
      PULUMI_STACK: undefined,
      PULUMI_BACKEND_URL: `file://${folder}`,
      PULUMI_HOME: home,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PATH: `${bin}:${process.env.PATH}`,
      PLENIGO_STRIPE_RETRY_BUDGET_MS: "1500",
      PLENIGO_STRIPE_STAND_IN_HASTE: standInHaste(),
      NODE_OPTIONS: LOAD_LATER,
      NO_PROXY: "127.0.0.1",
    },
    variables,
  );
}

/** A tenant's valid configuration; `plain` and `encrypted` add to it, undefined takes a value out. */
export function valuesOf(
  who: Tenant,
  plain: Readonly<Record<string, unknown>> = {},
  encrypted: Readonly<Record<string, string | undefined>> = {},
): TenantValues {
  const own = Object.entries(who.config).filter(([key]) => !key.endsWith("stripeSecretKey"));
  const parsed = own.map(([key, text]) => [key, text.startsWith("[") ? JSON.parse(text) : text]);
  const added = Object.entries(plain).map(([key, value]) => [fullKeyOf(key), value]);
  const secrets = Object.entries({ stripeSecretKey: who.secretKey, ...encrypted });
  return {
    plain: { ...PATIENCE, ...Object.fromEntries(parsed), ...Object.fromEntries(added) },
    encrypted: Object.fromEntries(
      secrets.filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  };
}
