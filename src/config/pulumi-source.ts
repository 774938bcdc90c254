import * as pulumi from "@pulumi/pulumi";
import * as runtimeConfig from "@pulumi/pulumi/runtime/config";
import { crossingText } from "../crossing";
import { UserError } from "../errors";
import { programError } from "../program-error";
import { refuseUnfitInstallation } from "./fit-installation";
import type { PassedValue } from "./passed-values";
import type { ConfigSource } from "./source";
import { readStackConfig, type StackConfig } from "./stack-config";

/** Not among the SDK's declarations, but the only way to tell that a value is stored in plain text. */
const { isConfigSecret } = runtimeConfig as unknown as { isConfigSecret(fullKey: string): boolean };

/** How a stack's configuration is read. */
export interface LoadOptions<Passed extends PassedValue> {
  /** Required values that the program passes to the component itself; the stack's file must not hold them. Default: none. */
  readonly passed?: readonly Passed[];
}

/**
 * Reads and checks the configuration of the stack that runs, and logs what a person should look at.
 *
 * ```ts
 * const config = loadStackConfig({ passed: ["companyId"] });
 * new PlenigoStripeConnection("plenigo", { ...config, companyId: company.id });
 * ```
 * @throws pulumi.RunError with every mistake at once; `installation-unfit`: packages do not fit together
 */
export function loadStackConfig<Passed extends PassedValue = never>({
  passed = [],
}: LoadOptions<Passed> = {}): Omit<StackConfig, Passed> {
  refuseUnfitInstallation();
  const source: ConfigSource = {
    stack: pulumi.getStack(),
    env: process.env,
    get: runtimeConfig.getConfig,
    isEncrypted: isConfigSecret,
    keys: () => Object.keys(runtimeConfig.allConfig()),
  };
  try {
    const { config, warnings } = readStackConfig(source, passed);
    for (const warning of warnings) pulumi.log.warn(warning);
    if (process.env.STRIPE_API_KEY?.trim())
      pulumi.log.info("Stripe is managed with the key in STRIPE_API_KEY.");
    return config;
  } catch (error) {
    throw error instanceof UserError ? programError(crossingText(error)) : error;
  }
}
