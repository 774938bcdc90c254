import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { CHECKOUT } from "./tenant-project";

const ROOT = join(CHECKOUT, ".sandbox");

/** Everything that the sandbox keeps; git ignores the folder. */
export const FOLDER = {
  root: ROOT,
  /** A tenant's repository, as `plenigo-stripe new` writes it. */
  project: join(ROOT, "project"),
  /** Commands of the sandbox and, where needed, stand-ins. First on PATH. */
  bin: join(ROOT, "bin"),
  /** Pulumi's state. */
  backend: join(ROOT, "backend"),
  /** Pulumi's own folder; shares the plugins of the user's. */
  pulumiHome: join(ROOT, "pulumi-home"),
  stripeState: join(ROOT, "stripe.json"),
  secretsManagerState: join(ROOT, "secrets-manager.json"),
  /** Signing secrets that were entered in the sandbox's plenigo. */
  plenigoState: join(ROOT, "plenigo.json"),
  /** Where the emulators of a running session listen. */
  services: join(ROOT, "services.json"),
  /** A file for each session, named by its process. */
  sessions: join(ROOT, "sessions"),
} as const;

/** Makes the sandbox's folders; what is there stays. */
export function makeFolders(env: NodeJS.ProcessEnv): void {
  for (const folder of [
    FOLDER.bin,
    FOLDER.backend,
    FOLDER.pulumiHome,
    FOLDER.sessions,
    join(FOLDER.root, "tmp"),
  ]) {
    mkdirSync(folder, { recursive: true });
  }
  sharePlugins(env, FOLDER.pulumiHome);
}

/** Gives a Pulumi folder of our own the plugins that the user has installed, so that real ones are used. */
export function sharePlugins(env: NodeJS.ProcessEnv, pulumiHome: string): void {
  const plugins = join(env.PULUMI_HOME ?? join(homedir(), ".pulumi"), "plugins");
  const own = join(pulumiHome, "plugins");
  mkdirSync(pulumiHome, { recursive: true });
  if (existsSync(plugins) && !existsSync(own)) symlinkSync(plugins, own, "dir");
}

/** The passphrase that encrypts the sandbox's stack files and state; made once. */
export function passphrase(): string {
  const file = join(FOLDER.root, "passphrase");
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

/** Forgets everything that the sandbox keeps, except tools that tests have installed there. */
export function forgetEverything(): void {
  const kept = Object.values(FOLDER).filter((path) => path !== FOLDER.root);
  for (const path of [...kept, join(FOLDER.root, "passphrase"), join(FOLDER.root, "tmp")]) {
    rmSync(path, { recursive: true, force: true });
  }
}
