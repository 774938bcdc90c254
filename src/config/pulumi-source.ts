import * as pulumi from "@pulumi/pulumi";
import * as runtimeConfig from "@pulumi/pulumi/runtime/config";
import { UserError } from "../errors";
import type { ConfigSource } from "./source";
import { readStackConfig, type StackConfig } from "./stack-config";

/** Not among the SDK's declarations, but the only way to tell that a value is stored in plain text. */
const { isConfigSecret } = runtimeConfig as unknown as { isConfigSecret(fullKey: string): boolean };

/**
 * Reads and checks the configuration of the stack that runs, and logs what a person should look at.
 * @throws pulumi.RunError with every mistake at once
 */
export function loadStackConfig(): StackConfig {
  const source: ConfigSource = {
    stack: pulumi.getStack(),
    project: pulumi.getProject(),
    env: process.env,
    get: runtimeConfig.getConfig,
    isEncrypted: isConfigSecret,
    keys: () => Object.keys(runtimeConfig.allConfig()),
  };
  try {
    const { config, warnings } = readStackConfig(source);
    for (const warning of warnings) pulumi.log.warn(warning);
    if (process.env.STRIPE_API_KEY?.trim())
      pulumi.log.info("Stripe is managed with the key in STRIPE_API_KEY.");
    return config;
  } catch (error) {
    throw error instanceof UserError ? new pulumi.RunError(error.message) : error;
  }
}
