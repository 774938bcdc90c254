import { Command } from "commander";
import { stepsHere } from "../../terminal/here";
import { languageOption } from "../../terminal/language";
import { keepResult } from "../../terminal/output";
import { canAsk } from "../../terminal/prompts";
import { timeoutOption } from "../../terminal/timeout-option";
import { EXIT } from "../exit-codes";
import { type SelectedStack, selectedStack } from "../stack-option";
import { rotateWords } from "./languages";
import { nextStep, type RotationStep } from "./next-step";
import { type RotateReport, shownEndpoints } from "./report";
import { rotateText } from "./rotate-text";
import { rotationWorld } from "./rotation-world";
import { type RotationOutcome, type RotationWorld, runRotation } from "./run-rotation";
import { type TalkOptions, talkWith } from "./talk";

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

/** `plenigo-stripe rotate`: walks through a rotation of the signing secret. `done` takes the exit code. */
export function rotateCommand(done: (code: number) => void): Command {
  return new Command("rotate")
    .description("Walks through the rotation of a signing secret, from step to step, without a lost event.")
    .option("--stack <name>", "stack to rotate (default: PULUMI_STACK, else the selected one)")
    .addOption(timeoutOption())
    .option("--status", "say where the rotation is, and change nothing")
    .option("--reveal", "show the secrets when they are to be entered, without asking (on a terminal)")
    .addOption(languageOption("questions and result"))
    .option("--yes", "go on without asking (stage only), one step")
    .option("--confirm <name>", "the stack's name, typed: go on without asking, on live too, one step")
    .option("--json", "print one JSON document")
    .addHelpText("after", HELP)
    .action(async (flags: RotateFlags) => {
      if (!flags.status) keepResult();
      const selected = await selectedStack(flags.stack);
      const world = rotationWorld(selected, flags.timeout * 1000, flags.lang);
      const words = rotateWords(flags.lang);
      const text = (of: RotateReport) => rotateText(of, selected.file.file, words, process.stdout);
      const isAsking = canAsk() && !flags.yes && flags.confirm === undefined;
      const outcome = flags.status
        ? undefined
        : await runRotation(world, talkWith(selected, flags, isAsking), !isAsking);
      const report = await reportOf(selected, world, outcome);
      process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : text(report));
      done(exitCodeOf(report));
    });
}

function exitCodeOf({ status }: RotateReport): number {
  return status === "waiting" || status === "not-verified" ? EXIT.notAsDeclared : EXIT.ok;
}

async function reportOf(
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
      next: stepsHere(finding.next, stack),
    })),
  };
}
