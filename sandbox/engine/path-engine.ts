import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { isExecutable } from "../../src/engine/run-command";
import { isAtLeast, OLDEST_ENGINE } from "../../src/engine/versions";
import { ENGINE_COMMAND, type EngineWay, engineVersion } from "./engine-way";

/** File that marks a folder of the sandbox's own commands: its `pulumi` is the engine that was found before. */
export const SANDBOX_MARK = ".plenigo-stripe-sandbox";

/** Folders on PATH in their order, without those of a sandbox. */
function pathFolders(env: NodeJS.ProcessEnv): string[] {
  return (env.PATH ?? "")
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => resolve(folder))
    .filter((folder) => !existsSync(join(folder, SANDBOX_MARK)));
}

/** Executable files of that name on PATH, first come first, without those of a sandbox. */
export function commandsOnPath(name: string, env: NodeJS.ProcessEnv): string[] {
  return pathFolders(env)
    .map((folder) => join(folder, name))
    .filter(isExecutable);
}

/** The first engine on PATH that is new enough. */
export const findOnPath: EngineWay = async ({ env }) => {
  const candidates = commandsOnPath(ENGINE_COMMAND, env);
  const reasons: string[] = [];
  for (const pulumi of candidates) {
    try {
      const version = await engineVersion(pulumi, env);
      if (isAtLeast(version, OLDEST_ENGINE)) return { pulumi, source: "path", version };
      reasons.push(`${pulumi} is ${version}; older ones than v${OLDEST_ENGINE} don't exit with 7 on drift`);
    } catch (error) {
      reasons.push(`${pulumi} does not work: ${(error as Error).message.trim()}`);
    }
  }
  return reasons.length > 0
    ? { way: "PATH", reasons }
    : { way: "PATH", reasons: ["no pulumi there"], isPlain: true };
};
