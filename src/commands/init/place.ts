import { join, relative } from "node:path";
import { hasPassphrase, needsPassphrase, secretsProviderOf } from "../../config/encryption";
import { isPlaceholder } from "../../config/fields";
import { type Project, stackFilesOf } from "../../config/project";
import { declaredValues, isOpaque, readStackFile, textOf } from "../../config/stack-file";
import type { PulumiProject } from "../../engine/pulumi-project";
import type { Environment } from "../../environments";
import { messageOf, UserError } from "../../errors";
import { explain, shell } from "../../remedies";

/** Texts by full key, as Pulumi hands them to a program: lists are JSON. Holds secrets. */
export type Values = Readonly<Record<string, string>>;

/** What setting up asks of the engine. */
export type SetupEngine = Pick<
  PulumiProject,
  "backend" | "stacks" | "decryptedConfig" | "makeStack" | "setPlain" | "setEncrypted" | "remove"
>;

/** A stack that is to be set up, and what is there already. */
export interface Place {
  readonly project: Project;
  readonly stack: string;
  readonly environment: Environment;
  /** The stack's file, relative to the project's folder. */
  readonly file: string;
  /** Whether Pulumi's backend knows the stack. */
  readonly exists: boolean;
  /** What the file holds by now, decrypted; placeholders of the template are left out. */
  readonly present: Values;
  /** Keys that are set, but can't be decrypted, because the backend does not know the stack. */
  readonly opaque: ReadonlySet<string>;
  /** Other stacks by their company id. */
  readonly taken: ReadonlyMap<string, string>;
}

/** Which stack is meant. */
export interface StackChoice {
  readonly stack: string;
  readonly environment: Environment;
  /** As in `pulumi stack init --secrets-provider`; for a stack that is not there yet. */
  readonly secretsProvider?: string;
}

/**
 * Looks at what is there before anything is asked: the engine, its backend, the stack, and that its values can be
 * decrypted. Writes nothing.
 * @throws UserError `engine-failed`, `passphrase-missing`, `decryption-failed`, `config-invalid`
 */
export async function lookAround(
  project: Project,
  engine: SetupEngine,
  { stack, environment, secretsProvider }: StackChoice,
  env: NodeJS.ProcessEnv,
): Promise<Place> {
  const [{ url }, stacks] = await Promise.all([engine.backend(), engine.stacks()]);
  const paths = stackFilesOf(project);
  const path = paths.find((candidate) => candidate.stack === stack);
  const provider = (path && secretsProviderOf(project, path.file)) ?? secretsProvider;
  if (needsPassphrase(provider, url) && !hasPassphrase(env)) throw passphraseMissing(stack);
  const declared = path ? declaredIn(project, path.file) : {};
  const exists = stacks.includes(stack);
  const hidden = Object.keys(declared).filter((key) => isOpaque(declared[key]));
  const decrypted = exists && hidden.length > 0 ? await engine.decryptedConfig(stack) : {};
  return {
    project,
    stack,
    environment,
    file: path?.file ?? relative(project.folder, join(project.stackFolder, `Pulumi.${stack}.yaml`)),
    exists,
    present: presentValues(declared, decrypted),
    opaque: new Set(hidden.filter((key) => decrypted[key] === undefined)),
    taken: companyIdsOf(project, stack),
  };
}

function declaredIn(project: Project, file: string): Record<string, unknown> {
  try {
    return declaredValues(project, file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError({ code: "config-invalid", what: `${messageOf(error)}.`, where: file });
  }
}

function presentValues(declared: Readonly<Record<string, unknown>>, decrypted: Values): Values {
  const texts = Object.entries(declared).flatMap(([key, value]) => {
    const text = isOpaque(value) ? decrypted[key] : value === null ? undefined : textOf(value);
    return text === undefined || isPlaceholder(text) ? [] : [[key, text] as const];
  });
  return Object.fromEntries(texts);
}

function companyIdsOf(project: Project, but: string): Map<string, string> {
  const others = stackFilesOf(project).filter(({ stack }) => stack !== but);
  const entries = others.flatMap((path) => {
    const { config, stack } = readStackFile(project, path);
    return config?.companyId ? [[config.companyId, stack] as const] : [];
  });
  return new Map(entries);
}

function passphraseMissing(stack: string): UserError {
  return new UserError({
    code: "passphrase-missing",
    what: "Pulumi encrypts the keys with a passphrase, and none is set.",
    where: `stack ${stack}`,
    next: [
      shell(
        "read -rs PULUMI_CONFIG_PASSPHRASE && export PULUMI_CONFIG_PASSPHRASE",
        "keep it where you keep passwords",
      ),
      explain(
        "add --secrets-provider 'awskms:///alias/NAME?region=REGION' (a new stack, encrypted by AWS KMS instead)",
      ),
    ],
  });
}
