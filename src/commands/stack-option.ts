import { Option } from "commander";
import type { AwsPlace } from "../aws/place";
import { configError } from "../config/faults";
import { readProject, stackFilesOf } from "../config/project";
import { readStackFile, type StackFile } from "../config/stack-file";
import { ownStackName } from "../config/stack-name";
import { runPulumi } from "../engine/pulumi-project";
import { connectionSecretName, type Environment, fullKeyOf } from "../environments";
import { UserError } from "../errors";
import { explain, own, pulumi, setConfig, shellWord } from "../remedies";
import type { Surroundings } from "../terminal/surroundings";

/** What a command for one stack needs to know of it; read from its file, without decrypting. */
export interface SelectedStack {
  readonly stack: string;
  readonly environment: Environment;
  readonly companyId: string;
  readonly stripeAccountId: string;
  /** AWS region of the connection secret. */
  readonly region: string;
  /** Where the connection secret lies, and with whose credentials it is read. */
  readonly place: AwsPlace;
  readonly secretName: string;
  readonly file: StackFile;
}

/** `--stack` of a command for one stack, which `selectedStack` reads. `purpose`: what is done to the stack. */
export function stackOption(purpose: string): Option {
  return new Option("--stack <name>", `stack to ${purpose} (default: PULUMI_STACK, else the selected one)`);
}

/**
 * The stack that a command works on: the option `--stack`, else `PULUMI_STACK`, else the one that is selected.
 * @throws UserError `stack-not-selected`, `stack-file-missing`, `config-invalid`
 */
export async function selectedStack(
  surroundings: Surroundings,
  option: string | undefined,
): Promise<SelectedStack> {
  const project = readProject(surroundings.cwd);
  const paths = stackFilesOf(project);
  const name = option ?? surroundings.env.PULUMI_STACK ?? (await selectedByPulumi(surroundings));
  const stack = name && ownStackName(name, () => project);
  const names = paths.map((path) => path.stack);
  if (!stack) {
    throw new UserError({
      code: "stack-not-selected",
      what: "no stack is named, and none is selected.",
      where: project.folder,
      next: names.map((name) => explain(`add --stack ${name}`)),
    });
  }
  const path = paths.find((candidate) => candidate.stack === stack);
  if (!path) {
    throw new UserError({
      code: "stack-file-missing",
      what: `there is no file of stack ${stack}; there are ${names.join(", ") || "none"}.`,
      where: project.stackFolder,
      next: [own(stack === "stage" || stack === "live" ? "init" : `init ${shellWord(stack)}`)],
    });
  }
  return detailsOf(readStackFile(project, path));
}

/**
 * Does a command's work on the stack that is meant, see `selectedStack`. Whatever way it was named, commands of an error
 * are for it.
 */
export async function onStack<T>(
  surroundings: Surroundings,
  option: string | undefined,
  work: (selected: SelectedStack) => Promise<T>,
): Promise<T> {
  const selected = await selectedStack(surroundings, option);
  try {
    return await work(selected);
  } catch (error) {
    if (!(error instanceof UserError) || error.parts.stack !== undefined) throw error;
    throw new UserError({ ...error.parts, stack: selected.stack, cause: error });
  }
}

/** What a stack's file says in plain text. @throws UserError `config-invalid` */
export function detailsOf(file: StackFile): SelectedStack {
  const { stack, config } = file;
  const { environment, companyId, stripeAccountId, region } = config ?? {};
  if (!environment || !companyId || !stripeAccountId || !region) {
    throw configError(
      stack,
      file.faults.length > 0 ? file.faults : [...encryptedFaults(file), ...unseenFaults(file)],
    );
  }
  const secretName = connectionSecretName(environment, companyId);
  const place = file.place ?? { region };
  return { stack, environment, companyId, stripeAccountId, region, place, secretName, file };
}

function encryptedFaults({ encrypted }: StackFile) {
  return encrypted
    .filter((key) => /:(companyId|stripeAccountId|region|environment)$/.test(key))
    .map((key) => ({
      key,
      reason: "is encrypted, so this command can't read it",
      next: pulumi(`config set --plaintext ${fullKeyOf(key)} VALUE`),
    }));
}

/** What only the engine could read, this command must be told in the file. */
function unseenFaults({ unseen = [], environment }: StackFile) {
  const needed = ["companyId", "stripeAccountId", "aws:region", ...(environment ? [] : ["environment"])];
  return needed
    .filter((key) => unseen.includes(key))
    .map((key) => ({
      key,
      reason: "may stand in the stack's Pulumi ESC environment, which this command can't open",
      next: setConfig(key, "VALUE"),
    }));
}

async function selectedByPulumi(surroundings: Surroundings): Promise<string | undefined> {
  try {
    const { code, stdout } = await runPulumi(["stack", "--show-name"], surroundings);
    return code === 0 ? stdout.trim().split("/").at(-1) : undefined;
  } catch {
    // No engine on this machine: then nothing is selected either.
    return undefined;
  }
}
