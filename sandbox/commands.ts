import { chmodSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../src/environments";
import { SANDBOX_MARK } from "./engine/path-engine";
import { quoted } from "./environment";
import { sampleValues } from "./sample-tenant";
import { FOLDER } from "./sandbox-folder";
import { CHECKOUT } from "./tenant-project";

/**
 * Puts the sandbox's commands into its folder for PATH: `pulumi`, which is the engine itself, `plenigo-stripe`, the Stripe
 * CLI as `stripe`, aimed at the emulator with the sample publisher's key, and `plenigo`, which is plenigo's form.
 * @param pulumi path of the engine
 */
export function writeCommands(pulumi: string): void {
  writeFileSync(join(FOLDER.bin, SANDBOX_MARK), "");
  link(pulumi, "pulumi");
  link(join(CHECKOUT, "entry/plenigo-stripe.cjs"), "plenigo-stripe");
  rmSync(join(FOLDER.bin, "npx"), { force: true });
  writeScript("plenigo", plenigoScript());
  const stripe = stripeCli();
  if (stripe) writeScript("stripe", stripeScript(stripe));
  else rmSync(join(FOLDER.bin, "stripe"), { force: true });
}

function link(target: string, name: string): void {
  rmSync(join(FOLDER.bin, name), { force: true });
  symlinkSync(target, join(FOLDER.bin, name));
}

function writeScript(name: string, text: string): void {
  const path = join(FOLDER.bin, name);
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

function plenigoScript(): string {
  const companyOf = (environment: Environment) => String(sampleValues(environment).plain.companyId);
  return `#!/bin/sh
# The form of plenigo's Merchant Backend, in the sandbox only.
export PLENIGO_SANDBOX_STAGE=${companyOf("stage")} PLENIGO_SANDBOX_LIVE=${companyOf("live")}
exec ${quoted(process.execPath)} ${quoted(join(__dirname, "plenigo/main.js"))} "$@"
`;
}

function stripeCli(): string | undefined {
  try {
    return join(require.resolve("@stripe/cli/package.json"), "../../../.bin/stripe");
  } catch {
    return undefined;
  }
}

function stripeScript(stripe: string): string {
  return `#!/bin/sh
# The Stripe CLI on the sandbox's emulator; a key or an address of your own wins.
if [ -n "$STRIPE_API_BASE" ]; then
  export STRIPE_CLI_TELEMETRY_OPTOUT=1
  # The CLI takes the variable before its own option.
  case " $* " in *" --api-key"*) unset STRIPE_API_KEY ;; *) export STRIPE_API_KEY="\${STRIPE_API_KEY:-$PLENIGO_STRIPE_SAMPLE_KEY}" ;; esac
  case " $* " in *" --api-base "*) ;; *) set -- "$@" --api-base "$STRIPE_API_BASE" ;; esac
fi
exec ${quoted(stripe)} "$@"
`;
}
