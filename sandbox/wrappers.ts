import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FOLDER } from "./sandbox-folder";
import { CHECKOUT } from "./tenant-project";

/** Marks the folder whose `pulumi` is a wrapper, so that the search for an engine passes it over. */
export const WRAPPER_MARK = ".plenigo-stripe-sandbox";

/**
 * Writes the sandbox's own `pulumi` and `stripe` commands.
 * `pulumi`, typed in this checkout, works on the sandbox's project, so that the stack files that git tracks stay as
 * they are; a stack file of your own that lies in the checkout is used as it is. Elsewhere it is the plain engine.
 * `stripe` is the Stripe CLI, aimed at the emulator with the sample publisher's key.
 */
export function writeWrappers(pulumi: string): void {
  writeFileSync(join(FOLDER.bin, WRAPPER_MARK), "");
  writeScript("pulumi", pulumiScript(pulumi));
  const stripe = stripeCli();
  if (stripe) writeScript("stripe", stripeScript(stripe));
  else rmSync(join(FOLDER.bin, "stripe"), { force: true });
}

function writeScript(name: string, text: string): void {
  const path = join(FOLDER.bin, name);
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

function pulumiScript(pulumi: string): string {
  return `#!/bin/sh
# pulumi in the sandbox: in the checkout it works on the sandbox's project, elsewhere it is the plain engine.
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
  if [ -z "$own" ] || [ ! -e "$own" ]; then exec ${quoted(pulumi)} --cwd ${quoted(FOLDER.project)} "$@"; fi
fi
exec ${quoted(pulumi)} "$@"
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
