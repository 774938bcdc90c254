import { existsSync, mkdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { isExecutable } from "../../src/engine/run-command";
import { commandsOnPath } from "./path-engine";

/** Which of the engine's helpers have to be stood in for, because the real ones are not installed. */
export interface NeededStandIns {
  /** `pulumi-language-nodejs`, which comes with Pulumi's own release. */
  readonly languageHost: boolean;
  /** `pulumi-resource-pulumi-nodejs`, the launcher of dynamic providers, which comes with Pulumi's own release. */
  readonly dynamicProvider: boolean;
  /** `pulumi-resource-aws`, which Pulumi downloads. */
  readonly awsPlugin: boolean;
}

const EXECUTABLES: Readonly<Record<keyof NeededStandIns, string>> = {
  languageHost: "pulumi-language-nodejs",
  dynamicProvider: "pulumi-resource-pulumi-nodejs",
  awsPlugin: "pulumi-resource-aws",
};

/** Names of the executables that are needed. */
export function standInNames(needed: NeededStandIns): string[] {
  const parts = Object.entries(EXECUTABLES) as [keyof NeededStandIns, string][];
  return parts.filter(([part]) => needed[part]).map(([, name]) => name);
}

/** Folder of the stand-ins' executables. */
export const STAND_INS = join(__dirname, "..", "stand-ins", "bin");

/**
 * Looks where the engine looks: on PATH (the sandbox's own folders do not count), beside the binary, and for the AWS
 * plugin, in the version of the installed SDK, in `$PULUMI_HOME/plugins`.
 *
 * @param engine.pulumi absolute path of the engine's binary
 */
export function neededStandIns({ pulumi, env }: { pulumi: string; env: NodeJS.ProcessEnv }): NeededStandIns {
  const beside = dirname(existsSync(pulumi) ? realpathSync(pulumi) : pulumi);
  const isMissing = (name: string) => commandsOnPath(name, env).length === 0;
  return {
    languageHost:
      isMissing(EXECUTABLES.languageHost) && !isExecutable(join(beside, EXECUTABLES.languageHost)),
    dynamicProvider:
      isMissing(EXECUTABLES.dynamicProvider) && !isExecutable(join(beside, EXECUTABLES.dynamicProvider)),
    awsPlugin: isMissing(EXECUTABLES.awsPlugin) && !hasAwsPlugin(env),
  };
}

/** The engine wants the SDK's own version: any other is downloaded, and here it can't be. */
function hasAwsPlugin(env: NodeJS.ProcessEnv): boolean {
  const { version } = require("@pulumi/aws/package.json");
  const plugins = join(env.PULUMI_HOME || join(env.HOME || homedir(), ".pulumi"), "plugins");
  const folder = join(plugins, `resource-aws-v${version}`);
  // Pulumi's mark of an installation that has not come to its end.
  return isExecutable(join(folder, EXECUTABLES.awsPlugin)) && !existsSync(`${folder}.partial`);
}

/**
 * Links the needed executables into a folder for PATH, and takes away links of those that are no longer needed.
 *
 * @param intoDir made if it is not there
 */
export function linkStandIns(needed: NeededStandIns, intoDir: string): void {
  mkdirSync(intoDir, { recursive: true });
  for (const [part, name] of Object.entries(EXECUTABLES) as [keyof NeededStandIns, string][]) {
    const link = join(intoDir, name);
    rmSync(link, { force: true });
    if (needed[part]) symlinkSync(join(STAND_INS, name), link);
  }
}
