import { version as engineVersion } from "@pulumi/pulumi/package.json";
import { type Command, InvalidArgumentError } from "commander";
import { stringify } from "yaml";
import { lookOf } from "../../../terminal/look";
import { wholeNumber } from "../../../terminal/options";
import type { Surroundings } from "../../../terminal/surroundings";
import { type CliCommand, EXIT } from "../../cli-command";
import { readFleet, type SelectionFlags, selectionOf, selectStacks, withSelection } from "../select";
import { operatorStacks } from "./operator-stacks";
import { backendOf, sourceOfProject } from "./source-of-project";
import type { SecretReference } from "./stack-resource";

interface KubernetesFlags extends SelectionFlags {
  readonly repository?: string;
  readonly commit?: string;
  readonly repoDir?: string;
  readonly backend?: string;
  readonly organization: string;
  readonly secretsProvider?: string;
  readonly image: string;
  readonly namespace?: string;
  readonly serviceAccount?: string;
  readonly gitSecret?: SecretReference;
  readonly envSecret?: Readonly<Record<string, SecretReference>>;
  readonly configSecret?: Readonly<Record<string, SecretReference>>;
  readonly canary: number;
  readonly resync: number;
  readonly json?: boolean;
}

const DAY_IN_SECONDS = 86_400;

const EXAMPLES = `
{name} in SECRET stands for the resource's name, such as acme-live.

Examples:
  plenigo-stripe fleet kubernetes --environment live --canary 2 | kubectl apply -n plenigo-stripe -f -
  plenigo-stripe fleet kubernetes --tenant acme --commit v1.4.0 --service-account plenigo-stripe
  plenigo-stripe fleet kubernetes --env-secret PULUMI_CONFIG_PASSPHRASE=pulumi/passphrase`;

/** `plenigo-stripe fleet kubernetes`: a resource per stack for the Pulumi Kubernetes Operator. */
export const fleetKubernetesCommand: CliCommand<KubernetesFlags> = {
  name: "kubernetes",
  description: "Prints a Stack resource per stack for the Pulumi Kubernetes Operator (2.9), as YAML.",
  declare: (command) => withOptions(withSelection(command)).addHelpText("after", EXAMPLES),
  run: async (surroundings, flags) => {
    const resources = await resourcesOf(surroundings, flags);
    const list = { apiVersion: "v1", kind: "List", items: resources };
    const text = flags.json ? `${JSON.stringify(list)}\n` : resources.map(documentText).join("");
    surroundings.stdout.write(text);
    return EXIT.ok;
  },
};

function withOptions(command: Command): Command {
  return command
    .option("--repository <url>", "git repository (default: the remote origin)")
    .option("--commit <ref>", "commit that the stacks are pinned to (default: HEAD)")
    .option("--repo-dir <folder>", "folder of the project in the repository (default: as in this clone)")
    .option("--git-secret <secret/key>", "token for the repository", secretReference)
    .option("--backend <url>", "state backend (default: PULUMI_BACKEND_URL, else what Pulumi.yaml says)")
    .option("--organization <name>", "organization in the stacks' full names", "organization")
    .option("--secrets-provider <url>", "for stacks whose file names none: awskms://…")
    .option("--env-secret <name=secret/key>", "variable from a Secret; may be repeated", namedReference)
    .option(
      "--config-secret <key=secret/key>",
      "configuration value from a Secret; may be repeated",
      namedReference,
    )
    .option("--namespace <name>", "namespace of the resources (default: none, kubectl's applies)")
    .option("--service-account <name>", "service account of the workspaces, with their AWS role")
    .option("--image <image>", "image of the workspaces", `pulumi/pulumi-nodejs:${engineVersion}`)
    .option(
      "--canary <number>",
      "stacks of each environment that run before its others",
      wholeNumber(0, 1000),
      0,
    )
    .option(
      "--resync <seconds>",
      "time between runs that repair drift, from 3600; 0: none",
      resync,
      DAY_IN_SECONDS,
    )
    .option("--json", "print one JSON document, a List");
}

/** The operator's own least is a minute, which would keep a fleet's workspaces running all the time. */
function resync(value: string): number {
  return value === "0" ? 0 : wholeNumber(3600, 30 * DAY_IN_SECONDS)(value);
}

async function resourcesOf(
  { cwd, env, stderr }: Surroundings,
  flags: KubernetesFlags,
): Promise<Record<string, unknown>[]> {
  const fleet = readFleet(cwd);
  const stacks = selectStacks(fleet, selectionOf(flags));
  const backend = flags.backend ?? backendOf(fleet.project, env);
  const { uncommitted, ...source } = await sourceOfProject(fleet.project, flags, env);
  const settings = { ...settingsOf(flags), ...source, backend, project: fleet.project.name };
  const rollout = { canaries: flags.canary, secretsProvider: flags.secretsProvider };
  const resources = operatorStacks(fleet, stacks, settings, rollout);
  const selected = new Set(stacks.map(({ stack }) => stack));
  const look = lookOf(stderr, env);
  for (const { stack, reason } of uncommitted.filter((changed) => selected.has(changed.stack))) {
    const text = `${stack}: ${reason}, but not in commit ${source.commit.slice(0, 12)}, which is what would run`;
    stderr.write(`${look.line("warning", text)}\n`);
  }
  return resources;
}

function settingsOf(flags: KubernetesFlags) {
  const { organization, image, namespace, serviceAccount, gitSecret } = flags;
  return {
    organization,
    image,
    namespace,
    serviceAccount,
    gitSecret,
    envSecrets: flags.envSecret ?? {},
    configSecrets: flags.configSecret ?? {},
    resyncSeconds: flags.resync,
  };
}

function documentText(resource: Record<string, unknown>): string {
  return `---\n${stringify(resource, { lineWidth: 0 })}`;
}

const REFERENCE = /^([a-z0-9{][a-z0-9.{}-]*)\/([A-Za-z0-9._-]+)$/;

/** Reads `SECRET/KEY`: a key of a Kubernetes Secret. */
function secretReference(text: string): SecretReference {
  const [, secret, key] = REFERENCE.exec(text) ?? [];
  if (!secret || !key) throw new InvalidArgumentError("It must be SECRET/KEY, a key of a Kubernetes Secret.");
  return { secret, key };
}

/** Reads `NAME=SECRET/KEY`, repeatable. */
function namedReference(
  text: string,
  previous: Readonly<Record<string, SecretReference>> = {},
): Readonly<Record<string, SecretReference>> {
  const [name = "", target] = splitAt(text, text.indexOf("="));
  // A value in place of a reference may be a secret, so it is never repeated.
  if (!/^[A-Za-z_][\w.:-]*$/.test(name) || target === undefined)
    throw new InvalidArgumentError("It must be NAME=SECRET/KEY.");
  return { ...previous, [name]: secretReference(target) };
}

function splitAt(text: string, index: number): string[] {
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
