import { relative, resolve } from "node:path";
import { Option } from "commander";
import { UserError } from "../../errors";
import { shellWord } from "../../remedies";
import { lookOf } from "../../terminal/look";
import type { Surroundings } from "../../terminal/surroundings";
import { type CliCommand, EXIT } from "../cli-command";
import {
  PIPELINES,
  type Pipeline,
  type RepositoryFile,
  repositoryFiles,
  writeRepository,
} from "./tenant-repository";

interface NewFlags {
  readonly name: string;
  readonly typescript?: boolean;
  readonly pipeline?: Pipeline;
  readonly package?: string;
}

/** What Pulumi takes as the name of a project. */
const PROJECT_NAME = /^[A-Za-z0-9_.-]{1,100}$/;

const EXAMPLES = `
Examples:
  plenigo-stripe new tenants
  plenigo-stripe new tenants --pipeline github
  npm exec --package=./plenigo-stripe-0.1.0.tgz -- plenigo-stripe new tenants --package file:../plenigo-stripe-0.1.0.tgz`;

/** `plenigo-stripe new`: writes a tenant's repository into an empty folder. */
export const newCommand: CliCommand<NewFlags, [string]> = {
  name: "new",
  description: "Writes a repository for your tenants: package.json, Pulumi.yaml, a program, .gitignore.",
  declare: (command) =>
    command
      .argument("[folder]", "where; it must be empty, and is made if it is not there", ".")
      .option("--name <project>", "name of the Pulumi project", "plenigo-stripe")
      .addOption(new Option("--javascript", "the program is an ES module in JavaScript (default)"))
      .addOption(
        new Option("--typescript", "the program is in TypeScript, run by ts-node").conflicts("javascript"),
      )
      .addOption(new Option("--pipeline <service>", "add the workflows for it").choices(PIPELINES))
      .option("--package <spec>", "plenigo-stripe as package.json asks for it; default: this version exactly")
      .addHelpText("after", EXAMPLES),
  run: (surroundings, { name, typescript, pipeline, package: packageSpec }, folder) => {
    if (!PROJECT_NAME.test(name)) throw badName(name);
    const language = typescript ? "typescript" : "javascript";
    const files = repositoryFiles({ name, language, pipeline, packageSpec });
    const target = resolve(surroundings.cwd, folder);
    writeRepository(target, files);
    surroundings.stdout.write(closing(surroundings, target, files, pipeline));
    return EXIT.ok;
  },
};

function badName(name: string): UserError {
  return new UserError({
    code: "config-invalid",
    what: `a Pulumi project can't be called ${JSON.stringify(name)}: up to 100 letters, digits, _, . and - can be in it.`,
    where: "--name",
  });
}

function closing(
  { cwd, stdout, env }: Surroundings,
  folder: string,
  files: readonly RepositoryFile[],
  pipeline: Pipeline | undefined,
): string {
  const look = lookOf(stdout, env);
  const way = relative(cwd, folder);
  const steps = [
    ...(way ? [`cd ${shellWord(way)}`] : []),
    "npm install                          (commit package-lock.json)",
    "read -rs PULUMI_CONFIG_PASSPHRASE; export PULUMI_CONFIG_PASSPHRASE   (encrypts the keys; or init --secrets-provider)",
    "npx --no plenigo-stripe init         (asks, and writes Pulumi.stage.yaml)",
    "pulumi up --stack stage",
    ...(pipeline ? ["set the variables that the first lines of each workflow name (docs/pipelines.md)"] : []),
  ];
  const lines = [
    look.line("ok", `Written: ${files.map(([path]) => path).join(", ")}`),
    ...steps.map((step, index) => `  ${index === 0 ? "next" : "then"}  ${step}`),
  ];
  return `${lines.join("\n")}\n`;
}
