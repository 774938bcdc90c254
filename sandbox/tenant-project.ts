import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { repositoryFiles } from "../src/commands/new/tenant-repository";
import { runCommand } from "../src/engine/run-command";
import { fullKeyOf } from "../src/environments";
import { type NeededStandIns, STAND_INS } from "./engine/stand-ins";

/** Root of this checkout. */
export const CHECKOUT = join(__dirname, "..");

/** A stack file's plain values by short or full key, and those to be encrypted. */
export interface TenantValues {
  readonly plain: Readonly<Record<string, unknown>>;
  readonly encrypted: Readonly<Record<string, string>>;
}

/**
 * Makes a Pulumi project in `folder` whose program is this checkout's (or that of `program`), but whose stack files lie
 * in the folder: nothing that git tracks changes, whatever is done there. Stand-ins are named in the project file,
 * since Pulumi warns of each that it finds on PATH alone.
 */
export function makeProject(folder: string, standIns: NeededStandIns, program = CHECKOUT): void {
  mkdirSync(folder, { recursive: true });
  const project = readFileSync(join(program, "Pulumi.yaml"), "utf8");
  const main = relative(folder, program);
  writeFileSync(join(folder, "Pulumi.yaml"), `${project}main: ${main}\n${pluginLines(standIns)}`);
}

/**
 * Makes a tenant's repository as `plenigo-stripe new` writes it and `npm install` leaves it, on this checkout's packages
 * and, unless `ours` is the folder of another build, its code. Files that are there stay as they are, but for the project file, which names the stand-ins of today.
 */
export function makeTenantRepository(folder: string, standIns: NeededStandIns, ours = CHECKOUT): void {
  const files = repositoryFiles({
    name: "plenigo-stripe",
    language: "javascript",
    packageSpec: `file:${CHECKOUT}`,
  });
  for (const [name, text] of files) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    if (name === "Pulumi.yaml") writeFileSync(file, text + pluginLines(standIns));
    else if (!existsSync(file)) writeFileSync(file, text);
  }
  const packages = join(folder, "node_modules");
  mkdirSync(join(packages, ".bin"), { recursive: true });
  linkAnew(ours, join(packages, "plenigo-stripe"));
  linkAnew(join(CHECKOUT, "node_modules/@pulumi"), join(packages, "@pulumi"));
  linkAnew(join(ours, "entry/plenigo-stripe.cjs"), join(packages, ".bin/plenigo-stripe"));
}

/** A checkout may have moved since. */
function linkAnew(target: string, link: string): void {
  rmSync(link, { force: true });
  symlinkSync(target, link);
}

function pluginLines({ languageHost, dynamicProvider, awsPlugin }: NeededStandIns): string {
  const section = (title: string, plugins: readonly [string, boolean][]) => {
    const lines = plugins
      .filter(([, isNeeded]) => isNeeded)
      .map(([name]) => `    - { name: ${name}, path: ${STAND_INS} }\n`);
    return lines.length > 0 ? `  ${title}:\n${lines.join("")}` : "";
  };
  const providers = section("providers", [
    ["aws", awsPlugin],
    ["pulumi-nodejs", dynamicProvider],
  ]);
  const languages = section("languages", [["nodejs", languageHost]]);
  return providers || languages ? `plugins:\n${providers}${languages}` : "";
}

/**
 * Makes a stack with its configuration. `pulumi`: the engine's path. `secretsProvider`: URL; preset: the backend's own.
 * @throws Error with what the engine printed
 */
export async function makeStack(
  pulumi: string,
  folder: string,
  env: NodeJS.ProcessEnv,
  stack: string,
  { plain, encrypted }: TenantValues,
  secretsProvider = "default",
): Promise<void> {
  const run = async (args: readonly string[], input?: string) => {
    const { code, stdout, stderr } = await runCommand(pulumi, args, { cwd: folder, env, input });
    if (code !== 0)
      throw new Error(`pulumi ${args.slice(0, 3).join(" ")} failed (${code}): ${stdout}${stderr}`);
  };
  const config = Object.entries(plain)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `  ${fullKeyOf(key)}: ${JSON.stringify(value)}\n`);
  writeFileSync(join(folder, `Pulumi.${stack}.yaml`), `config:\n${config.join("")}`);
  const provider = ["--secrets-provider", secretsProvider];
  await run(["stack", "init", stack, "--no-select", "--non-interactive", ...provider]);
  for (const [key, value] of Object.entries(encrypted)) {
    await run(["config", "set", "--secret", fullKeyOf(key), "--stack", stack, "--non-interactive"], value);
  }
}
