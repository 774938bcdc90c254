import { join } from "node:path";
import type { Project } from "./project";
import { readYamlMap } from "./yaml-file";

/** What a stack's values are encrypted with, as its file says; undefined where it does not say it yet. @throws Error as `readYamlMap` does */
export function secretsProviderOf(project: Project, file: string): string | undefined {
  const { secretsprovider, encryptionsalt } = readYamlMap(join(project.folder, file));
  if (typeof secretsprovider === "string" && secretsprovider !== "") return secretsprovider;
  return typeof encryptionsalt === "string" ? "passphrase" : undefined;
}

/**
 * Whether Pulumi will want a passphrase. Where nothing is said, Pulumi Cloud encrypts by itself; all other backends take
 * a passphrase. Pulumi: pulumi.com/docs/iac/concepts/secrets
 * @param provider of the stack's file or `--secrets-provider`
 */
export function needsPassphrase(provider: string | undefined, backendUrl: string): boolean {
  if (provider === undefined || provider === "default") return !/^https?:/.test(backendUrl);
  return provider === "passphrase";
}

/** Whether the environment holds a passphrase; an empty one is one. */
export function hasPassphrase(env: NodeJS.ProcessEnv): boolean {
  return env.PULUMI_CONFIG_PASSPHRASE !== undefined || Boolean(env.PULUMI_CONFIG_PASSPHRASE_FILE);
}
