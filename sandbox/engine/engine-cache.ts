import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import {
  ENGINE_COMMAND,
  ENGINE_VERSION,
  type Engine,
  type EngineContext,
  type EngineWay,
  engineVersion,
} from "./engine-way";

/** Tells beside a cached engine how it was had. */
const SOURCE_FILE = "source";

/** The user's folder for engines: below XDG_CACHE_HOME, else ~/Library/Caches (macOS) or ~/.cache. */
export function engineCacheDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const home = env.HOME || homedir();
  const preset = platform === "darwin" ? join(home, "Library", "Caches") : join(home, ".cache");
  return join(env.XDG_CACHE_HOME || preset, "plenigo-stripe", "engine");
}

function versionFolder(cacheDir: string): string {
  return join(cacheDir, ENGINE_VERSION);
}

/** The engine that an earlier run has downloaded or built. */
export const findInCache: EngineWay = async ({ cacheDir, env }) => {
  const folder = versionFolder(cacheDir);
  const pulumi = join(folder, "bin", ENGINE_COMMAND);
  try {
    const version = await engineVersion(pulumi, env);
    return { pulumi, source: await sourceOf(folder), version };
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const reason = isMissing
      ? `nothing yet in ${folder}`
      : `${pulumi} does not work: ${(error as Error).message.trim()}`;
    return { way: "cache", reasons: [reason], isPlain: isMissing };
  }
};

async function sourceOf(folder: string): Promise<Engine["source"]> {
  const source = await readFile(join(folder, SOURCE_FILE), "utf8").catch(() => "build");
  return source === "download" ? "download" : "build";
}

/**
 * Puts an engine into the cache: `fill` makes it in a folder of its own, which then takes its place in one step. Who
 * comes second, a run beside this one, uses what the first has made.
 *
 * @param fill makes `bin/pulumi` in the folder; what it leaves behind when it fails is removed
 */
export async function intoCache(
  { cacheDir, env }: EngineContext,
  source: Exclude<Engine["source"], "path">,
  fill: (folder: string) => Promise<void>,
): Promise<Engine> {
  const target = versionFolder(cacheDir);
  const partial = `${target}.partial-${process.pid}-${randomBytes(3).toString("hex")}`;
  try {
    await mkdir(join(partial, "bin"), { recursive: true });
    await fill(partial);
    const version = await engineVersion(join(partial, "bin", ENGINE_COMMAND), env);
    await writeFile(join(partial, SOURCE_FILE), source);
    await takePlace(partial, target, env);
    return { pulumi: join(target, "bin", ENGINE_COMMAND), source, version };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function takePlace(partial: string, target: string, env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await rename(partial, target);
  } catch (error) {
    if (await works(target, env)) return;
    // What lies there is broken: the cause of ours being made.
    await rm(target, { recursive: true, force: true });
    await rename(partial, target).catch(async () => {
      if (!(await works(target, env))) throw error;
    });
  }
}

async function works(folder: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  return engineVersion(join(folder, "bin", ENGINE_COMMAND), env).then(
    () => true,
    () => false,
  );
}
