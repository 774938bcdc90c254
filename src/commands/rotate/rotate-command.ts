import { languageOption } from "../../terminal/language";
import { fitted } from "../../terminal/lines";
import { timeoutOption } from "../../terminal/options";
import { canAsk } from "../../terminal/prompts";
import { type Surroundings, stepsIn } from "../../terminal/surroundings";
import { type CliCommand, EXIT, type ExitCode } from "../cli-command";
import { onStack, type SelectedStack, stackOption } from "../stack-option";
import { nextStep, type RotationStep, shownEndpoints } from "./next-step";
import { type RotateReport, rotateLines } from "./report";
import { rotationWorld } from "./rotation-world";
import { type RotationOutcome, type RotationWorld, runRotation } from "./run-rotation";
import { type TalkOptions, talkWith } from "./talk";
import { rotateWords } from "./words";

interface RotateFlags extends TalkOptions {
  readonly stack?: string;
  readonly timeout: number;
  readonly status?: boolean;
  readonly json?: boolean;
}

const HELP = `
Steps: the next generation is made beside the one in use, and both deliver; a person enters the new signing secret in plenigo;
the old endpoint is switched off; the delivery is verified; the old endpoint is removed, or switched on again if plenigo does
not take the events. It can stop and go on between any two steps: where it is, is told by the stack's file, Stripe and the
connection secret. The stack's file changes with each step: commit it.

On a terminal it goes on from step to step and asks before each; without one it does one step a call, with --yes (stage) or
--confirm NAME. For a leaked secret, where the old one has to stop at once: see docs/rotation.md.

Exit codes: 0 finished, or a step was done; 7 a person has to enter the secret (plenigo-stripe handover, then --done), or the
delivery was not verified; 1 something failed; 2 wrong usage or configuration.

Examples:
  plenigo-stripe rotate --stack stage
  plenigo-stripe rotate --stack stage --lang de
  plenigo-stripe rotate --stack acme.live --status
  plenigo-stripe rotate --stack acme.live --confirm acme.live --json`;

/** `plenigo-stripe rotate`: walks through a rotation of the signing secret. */
export const rotateCommand: CliCommand<RotateFlags> = {
  name: "rotate",
  description: "Walks through the rotation of a signing secret, from step to step, without a lost event.",
  declare: (command, { env }) =>
    command
      .addOption(stackOption("rotate"))
      .addOption(timeoutOption())
      .option("--status", "say where the rotation is, and change nothing")
      .option("--reveal", "show the secrets when they are to be entered, without asking (on a terminal)")
      .addOption(languageOption("questions and result", env))
      .option("--yes", "go on without asking (stage only), one step")
      .option("--confirm <name>", "the stack's name, typed: go on without asking, on live too, one step")
      .option("--json", "print one JSON document")
      .addHelpText("after", HELP),
  run: (surroundings, flags) =>
    onStack(surroundings, flags.stack, async (selected) => {
      if (!flags.status) surroundings.keepResult();
      const world = rotationWorld(surroundings, selected, flags.timeout * 1000, flags.lang);
      const isAsking = canAsk(surroundings) && !flags.yes && flags.confirm === undefined;
      const outcome = flags.status
        ? undefined
        : await runRotation(world, talkWith(surroundings, selected, flags, isAsking), !isAsking);
      const report = await reportOf(surroundings, selected, world, outcome);
      const { stdout } = surroundings;
      const lines = () => rotateLines(surroundings, report, selected.file.file, rotateWords(flags.lang));
      stdout.write(flags.json ? `${JSON.stringify(report)}\n` : fitted(lines(), stdout));
      return exitCodeOf(report);
    }),
};

function exitCodeOf({ status }: RotateReport): ExitCode {
  return status === "waiting" || status === "not-verified" ? EXIT.notAsDeclared : EXIT.ok;
}

async function reportOf(
  surroundings: Surroundings,
  { stack, environment, companyId }: SelectedStack,
  world: RotationWorld,
  outcome: RotationOutcome | undefined,
): Promise<RotateReport> {
  const facts = await world.facts();
  const next: RotationStep["kind"] = nextStep(facts).kind;
  const isIdle = next === "start";
  const status = outcome?.status ?? (isIdle ? "not-started" : next === "hand-over" ? "waiting" : "under-way");
  return {
    schemaVersion: 1,
    command: "rotate",
    ...{ stack, environment, companyId, status },
    done: outcome?.done ?? [],
    next: status === "finished" ? null : next,
    endpoints: shownEndpoints(facts),
    findings: (outcome?.findings ?? []).map((finding) => ({
      ...finding,
      next: stepsIn(surroundings, finding.next, stack),
    })),
  };
}
