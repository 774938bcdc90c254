import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../src/environments";
import { sampleValues } from "./sample-tenant";
import { FOLDER } from "./sandbox-folder";
import { CHECKOUT } from "./tenant-project";

/** Marks the folder whose `pulumi` is a wrapper, so that the search for an engine passes it over. */
export const WRAPPER_MARK = ".plenigo-stripe-sandbox";

/**
 * Writes the sandbox's own commands.
 * `pulumi` and `plenigo-stripe` (also as `npx plenigo-stripe`), typed in this checkout, work on the sandbox's project, so
 * that the stack files that git tracks stay as they are; a stack file of your own that lies in the checkout is used as it
 * is. Elsewhere they are the plain engine and command.
 * `stripe` is the Stripe CLI, aimed at the emulator with the sample publisher's key. `plenigo` is plenigo's form.
 */
export function writeWrappers(pulumi: string): void {
  writeFileSync(join(FOLDER.bin, WRAPPER_MARK), "");
  writeScript("pulumi", pulumiScript(pulumi));
  writeScript("plenigo-stripe", plenigoStripeScript());
  writeScript("npx", NPX_SCRIPT);
  writeScript("plenigo", plenigoScript());
  const stripe = stripeCli();
  if (stripe) writeScript("stripe", stripeScript(stripe));
  else rmSync(join(FOLDER.bin, "stripe"), { force: true });
}

function writeScript(name: string, text: string): void {
  const path = join(FOLDER.bin, name);
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

/** Runs one of two commands: the first, where the words of the command line are about a stack of the sandbox's project. */
function aimedScript(title: string, inSandbox: string, elsewhere: string): string {
  return `#!/bin/sh
# ${title} in the sandbox: in the checkout it works on the sandbox's project, elsewhere it is the plain command.
stack=$PULUMI_STACK
previous=
for word in "$@"; do
  case $word in --stack=*) stack=\${word#--stack=} ;; esac
  case $previous in --stack | -s | init | select) stack=$word ;; esac
  previous=$word
done
if [ "$(pwd -P)" = ${quoted(CHECKOUT)} ]; then
  case $stack in
    stage | live) own= ;;
    *) own=Pulumi.$stack.yaml ;;
  esac
  if [ -z "$own" ] || [ ! -e "$own" ]; then ${inSandbox}; fi
fi
exec ${elsewhere}
`;
}

function pulumiScript(pulumi: string): string {
  return aimedScript(
    "pulumi",
    `exec ${quoted(pulumi)} --cwd ${quoted(FOLDER.project)} "$@"`,
    `${quoted(pulumi)} "$@"`,
  );
}

function plenigoStripeScript(): string {
  const command = `${quoted(process.execPath)} ${quoted(join(CHECKOUT, "entry/plenigo-stripe.cjs"))} "$@"`;
  return aimedScript("plenigo-stripe", `cd ${quoted(FOLDER.project)} && exec ${command}`, command);
}

/** `npx plenigo-stripe` would pass the sandbox's command by: npm looks into the package of the folder first. */
const NPX_SCRIPT = `#!/bin/sh
# npx in the sandbox: npx plenigo-stripe, also with --no, works on the sandbox's project, everything else is npx itself.
bin=$(cd "$(dirname "$0")" && pwd)
if [ "$1" = --no ] && [ "$2" = plenigo-stripe ]; then shift; fi
if [ "$1" = plenigo-stripe ]; then shift; exec "$bin/plenigo-stripe" "$@"; fi
PATH=$(printf %s ":$PATH:" | sed "s|:$bin:|:|; s|^:||; s|:$||") exec npx "$@"
`;

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
  export STRIPE_API_KEY="\${STRIPE_API_KEY:-$PLENIGO_STRIPE_SAMPLE_KEY}" STRIPE_CLI_TELEMETRY_OPTOUT=1
  case " $* " in *" --api-base "*) ;; *) set -- "$@" --api-base "$STRIPE_API_BASE" ;; esac
fi
exec ${quoted(stripe)} "$@"
`;
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
