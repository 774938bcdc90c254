import { text } from "node:stream/consumers";
import { type Command, Option } from "commander";
import { readProject } from "../../config/project";
import { PulumiProject } from "../../engine/pulumi-project";
import { ENVIRONMENTS } from "../../environments";
import { UserError } from "../../errors";
import { explain, own, ownForStack, pulumi } from "../../remedies";
import { fitted, stepLines } from "../../terminal/lines";
import { lookOf } from "../../terminal/look";
import { repeatable } from "../../terminal/options";
import { canAsk, terminalPrompts } from "../../terminal/prompts";
import { type Surroundings, stepsIn } from "../../terminal/surroundings";
import { type CliCommand, EXIT } from "../cli-command";
import { type AnswerFlags, givenAnswers, readsStdin } from "./given-answers";
import type { Guide } from "./interview";
import { setUpTenant, type TenantRequest } from "./set-up-tenant";

interface InitFlags extends AnswerFlags, Pick<TenantRequest, "environment" | "confirm" | "secretsProvider"> {
  readonly connect?: boolean;
  readonly offline?: boolean;
  readonly nonInteractive?: boolean;
}

const EXAMPLES = `
Examples:
  plenigo-stripe init
  plenigo-stripe init acme
  plenigo-stripe init acme --company-id ID --publishable-key pk_test_… --secret-key-stdin < key.txt

Secrets come by a question that does not echo, or by standard input, one a line: secret key, deploy key, signing secret.`;

/** `plenigo-stripe init`: from nothing to a stack that `pulumi up` takes. */
export const initCommand: CliCommand<InitFlags, [string | undefined]> = {
  name: "init",
  description: "Asks for what a tenant's stack needs, checks each value at once, and writes the stack file.",
  declare: (command) =>
    withAnswers(command)
      .argument("[tenant]", "tenant, or stack such as acme.live; without it the stacks are stage and live")
      .addOption(new Option("--environment <name>", "default: stage").choices(ENVIRONMENTS))
      .option("--confirm <name>", "the live stack's name, typed: live may come before stage")
      .option(
        "--secrets-provider <url>",
        "as in pulumi stack init, for a new stack: awskms:///alias/NAME?region=…",
      )
      .option("--offline", "ask neither Stripe nor AWS; only the form of the values is checked")
      .option("--non-interactive", "never ask: what is missing is an error")
      .addHelpText("after", EXAMPLES),
  run: async (surroundings, flags, name) => {
    const project = readProject(surroundings.cwd);
    const given = givenAnswers(flags, readsStdin(flags) ? await pipedInput(surroundings) : "");
    const request = { ...flags, name, given, isConnect: Boolean(flags.connect) };
    const guide = await guideFor(surroundings, flags);
    const stacks = await setUpTenant(project, new PulumiProject(surroundings), request, guide);
    surroundings.keepResult();
    surroundings.stdout.write(closing(surroundings, stacks));
    return EXIT.ok;
  },
};

function withAnswers(command: Command): Command {
  return command
    .option("--company-id <id>", "plenigo company id of the environment")
    .option("--publishable-key <key>", "Stripe publishable key, pk_…")
    .option("--secret-key-stdin", "Stripe secret key for plenigo by standard input")
    .option("--deploy-key-stdin", "Stripe key that only manages the endpoint by standard input")
    .option("--connect", "account linked by Stripe Connect: plenigo gets no keys")
    .option("--account <id>", "Stripe account id, acct_…; default: the key's")
    .option("--adopt-endpoint <id>", "take over this endpoint, we_…")
    .option("--adopt-signing-secret-stdin", "its signing secret by standard input")
    .option("--region <name>", "AWS region; default: AWS_REGION")
    .option(
      "--aws-account <id>",
      "AWS account id, may be repeated; default: that of the credentials",
      repeatable,
    );
}

async function guideFor(surroundings: Surroundings, { nonInteractive, offline }: InitFlags): Promise<Guide> {
  const { stderr, env } = surroundings;
  const look = lookOf(stderr, env);
  return {
    prompts: !nonInteractive && canAsk(surroundings) ? await terminalPrompts(surroundings) : undefined,
    say: (tone, line) => stderr.write(`${look.line(tone, line)}\n`),
    env,
    isOffline: Boolean(offline),
  };
}

/** A key that is typed into a terminal would be echoed. @throws UserError `config-invalid` */
async function pipedInput({ stdin }: Surroundings): Promise<string> {
  if (!stdin.isTTY) return text(stdin);
  throw new UserError({
    code: "config-invalid",
    what: "standard input is this terminal, which would show the key.",
    where: "--…-stdin",
    next: [explain("leave the option out: the key is asked for without showing it"), own("init … < FILE")],
  });
}

function closing(surroundings: Surroundings, stacks: readonly string[]): string {
  const { stdout, env } = surroundings;
  const look = lookOf(stdout, env);
  const next = [
    pulumi("up"),
    ownForStack("handover", "the five values for plenigo"),
    ownForStack("verify", "whether events arrive"),
  ];
  const lines = stacks.flatMap((stack) => [
    look.line("ok", `Stack ${stack} is set up.`),
    ...stepLines(stepsIn(surroundings, next, stack), ["next", "then"]),
  ]);
  return `${fitted(lines, stdout)}\n`;
}
