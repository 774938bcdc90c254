import { secretsProviderOf } from "../../../config/encryption";
import type { Project } from "../../../config/project";
import type { StackFile } from "../../../config/stack-file";
import { ENVIRONMENTS } from "../../../environments";
import { messageOf, UserError } from "../../../errors";
import type { Fleet } from "../select";
import {
  nameCollisions,
  type OperatedStack,
  type OperatorSettings,
  resourceName,
  type SecretReference,
  secretNameFor,
  stackResource,
} from "./stack-resource";

/** How the stacks are rolled out. */
export interface Rollout {
  /** Stacks of each environment that have to succeed before its others run; 0 for none. */
  readonly canaries: number;
  /** For stacks whose file names none. */
  readonly secretsProvider?: string;
}

/** The variable that the engine takes a passphrase from. */
const PASSPHRASE = "PULUMI_CONFIG_PASSPHRASE";

/**
 * A `Stack` resource per stack, canaries first, since `kubectl apply` keeps the order.
 * @throws UserError `kubernetes-refused` with every reason at once
 */
export function operatorStacks(
  { project, stacks: all }: Fleet,
  stacks: readonly StackFile[],
  settings: OperatorSettings,
  rollout: Rollout,
): Record<string, unknown>[] {
  const faults: string[] = [...settingFaults(settings), ...collisionFaults(all, stacks)];
  const operated = stacks.flatMap((stack) => {
    const judged = judgedStack(project, stack, settings, rollout);
    if ("fault" in judged) faults.push(`${stack.stack}: ${judged.fault}`);
    return "fault" in judged ? [] : [judged];
  });
  if (faults.length > 0) throw refused(faults, project);
  return ENVIRONMENTS.flatMap((environment) =>
    withCanaries(
      operated.filter((stack) => stack.environment === environment),
      rollout.canaries,
    ),
  ).map((stack) => stackResource(settings, stack));
}

function withCanaries(stacks: readonly OperatedStack[], count: number): OperatedStack[] {
  const canaries = stacks.slice(0, count).map(({ stack }) => stack);
  return stacks.map((stack, index) => (index < count ? stack : { ...stack, after: canaries }));
}

function judgedStack(
  project: Project,
  file: StackFile,
  { envSecrets, configSecrets }: OperatorSettings,
  { secretsProvider }: Rollout,
): OperatedStack | { readonly fault: string } {
  const { stack, environment } = file;
  if (!environment) return { fault: "neither the name nor the file says the environment" };
  let named: string | undefined;
  try {
    named = secretsProviderOf(project, file.file);
  } catch (error) {
    return { fault: messageOf(error).split("\n")[0] ?? "" };
  }
  if (named === "passphrase" && !envSecrets[PASSPHRASE])
    return { fault: `is encrypted with a passphrase: add --env-secret ${PASSPHRASE}=SECRET/KEY` };
  const wrong = Object.values(configSecrets).find((target) => !isMountable(target, resourceName(stack)));
  if (wrong) return { fault: `the Secret ${secretNameFor(wrong.secret, resourceName(stack))} ${MOUNT_RULE}` };
  const isPassphrase = named === "passphrase";
  // Any other word than an address is not a place that the operator could be told of.
  const provider = named?.includes("://") ? named : isPassphrase ? undefined : secretsProvider;
  return { stack, environment, secretsProvider: provider, after: [] };
}

/** The operator mounts such a Secret as a volume named `secret-NAME`, and a volume's name has up to 63 characters. */
const MOUNT_RULE = "must have at most 56 small letters, digits and -, since a volume is named after it";

function isMountable({ secret }: SecretReference, name: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,54}[a-z0-9])?$/.test(secretNameFor(secret, name));
}

function settingFaults({ repository, backend }: OperatorSettings): string[] {
  const faults = Object.entries({ "--repository": repository, "--backend": backend }).flatMap(
    ([option, url]) =>
      /^https?:\/\/[^/]*@/.test(url)
        ? [
            `${option} holds a user or password, which everybody who sees the resource could read: use --git-secret`,
          ]
        : [],
  );
  if (backend.startsWith("file:"))
    faults.push(`--backend ${backend} is on this machine, where no pod gets at it`);
  return faults;
}

/** Stacks that are not selected now may be some other time, and then one resource would take the other's place. */
function collisionFaults(all: readonly StackFile[], selected: readonly StackFile[]): string[] {
  const names = all.filter(({ isTemplate }) => !isTemplate).map(({ stack }) => stack);
  return nameCollisions(names)
    .filter(({ stacks }) => selected.some(({ stack }) => stacks.includes(stack)))
    .map(({ name, stacks }) => `${stacks.join(" and ")} would both be the resource ${name}`);
}

function refused(faults: readonly string[], { folder }: Project): UserError {
  const count = faults.length === 1 ? "one thing is" : `${faults.length} things are`;
  return new UserError({
    code: "kubernetes-refused",
    what: [`${count} in the way of the Kubernetes Operator:`, ...faults.map((fault) => `  ${fault}`)].join(
      "\n",
    ),
    where: folder,
    state: "Nothing was printed.",
  });
}
