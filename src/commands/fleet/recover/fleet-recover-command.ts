import type { ChildProcess } from "node:child_process";
import { readProject } from "../../../config/project";
import type { StackFile } from "../../../config/stack-file";
import { PulumiStack } from "../../../engine/pulumi-stack";
import { messageOf, UserError } from "../../../errors";
import type { ConfirmationFlags } from "../../../terminal/confirmation";
import type { Surroundings } from "../../../terminal/surroundings";
import type { CliCommand } from "../../cli-command";
import { type Recovered, recoverStack } from "../../recover/recover";
import type { RecoverFinding } from "../../recover/recover-finding";
import { type FindsLock, locksOf } from "../../stack-lock";
import { detailsOf } from "../../stack-option";
import { type Finding, finding, type StackReport } from "../report";
import { stoppedRun } from "../run/findings-of-run";
import { runFleetCommand } from "../run/fleet-run";
import {
  confirmWave,
  type FleetRunFlags,
  withRunOptions,
  withWaveConfirmation,
} from "../run/fleet-run-options";
import type { Judgement } from "../run/judge-preview";
import type { RunContext } from "../run/run-stack";
import { identityOf } from "../select";

type RecoverFlags = FleetRunFlags & ConfirmationFlags;

const HELP = `
Changes Pulumi's states alone: nothing is written to Stripe or AWS, and states that know all there is stay as they are.
Statuses: ok (the state fits), drift (the stack's file declares another generation), missing (neither the state backend nor AWS knows the stack).

Examples:
  plenigo-stripe fleet recover --environment stage --yes
  plenigo-stripe fleet recover --confirm live --json`;

/** `plenigo-stripe fleet recover`: rebuilds the states of many stacks from AWS and Stripe, in waves. */
export const fleetRecoverCommand: CliCommand<RecoverFlags> = {
  name: "recover",
  description:
    "Rebuilds Pulumi's states of many stacks from AWS and Stripe: when the state backend is lost or old.",
  declare: (command, surroundings) =>
    withWaveConfirmation(withRunOptions(command, surroundings, 1)).addHelpText("after", HELP),
  run: (surroundings, flags) => {
    const findLock = locksOf(surroundings);
    return runFleetCommand(surroundings, flags, {
      name: "fleet recover",
      confirm: (stacks) => confirmWave(surroundings, stacks, flags, actionFor),
      runStack: ({ engine }, file) => recoverFleetStack(engine, surroundings, findLock, file),
    });
  },
};

function actionFor(stacks: string): string {
  return `change Pulumi's state of ${stacks} where it does not fit`;
}

/** Recovers one stack of a fleet, which was confirmed before. Never throws: what went wrong is in the report. */
async function recoverFleetStack(
  fleetEngine: RunContext["engine"],
  { cwd, env }: Surroundings,
  findLock: FindsLock,
  file: StackFile,
): Promise<StackReport> {
  try {
    const project = readProject(cwd);
    const selected = detailsOf(file);
    // Ctrl-C stops the fleet between two stacks, and not in the middle of one, unless it takes too long.
    const onStart = (child: ChildProcess) => fleetEngine.watch(child);
    const engine = new PulumiStack(file.stack, { cwd, env, detached: true, onStart });
    const lock = await findLock(project.name, file.stack);
    const talk = { confirm: async (found: readonly RecoverFinding[]) => refuseForeign(found), log: () => {} };
    const recovered = await recoverStack({ project, selected, engine, env, lock }, talk);
    return { ...identityOf(file), ...judgeRecovery(recovered) };
  } catch (error) {
    const { stopped } = fleetEngine;
    const found = stopped ? stoppedRun(stopped) : findingOfError(error);
    return { ...identityOf(file), status: "error", findings: [found] };
  }
}

/** Nobody is asked for each stack: what somebody else made is left to the command for one stack. */
function refuseForeign(findings: readonly RecoverFinding[]): void {
  const foreign = findings.find(({ code }) => code === "foreign-secret");
  if (foreign) throw new ForeignSecret(foreign.message);
}

class ForeignSecret extends Error {}

/** Status and findings of a stack after `recover`. */
function judgeRecovery({ findings, isChanged, isNeverProvisioned }: Recovered): Judgement {
  if (isNeverProvisioned)
    return {
      status: "missing",
      findings: [finding("never-provisioned", "neither the state backend nor AWS knows the stack")],
    };
  const repaired = findings.filter(({ isRepaired }) => isRepaired);
  const told = isChanged
    ? [finding("recovered", `the state is rebuilt: ${repaired.map(({ message }) => message).join("; ")}`)]
    : [];
  const left = findings.filter(({ isRepaired }) => !isRepaired).map(({ isRepaired: _, ...found }) => found);
  const codes = left.map(({ code }) => code);
  if (codes.includes("signing-secret-missing")) return { status: "error", findings: [...left, ...told] };
  return { status: codes.includes("generation-differs") ? "drift" : "ok", findings: [...left, ...told] };
}

function findingOfError(error: unknown): Finding {
  if (error instanceof ForeignSecret) return finding("foreign-secret", error.message);
  if (!(error instanceof UserError)) return { code: "engine-failed", message: messageOf(error) };
  const { what, faults = [], next = [] } = error.parts;
  const message = [what, ...faults.map((fault) => fault.what)].join("; ").replaceAll(/\s*\n\s*/g, "; ");
  const steps = [...next, ...faults.flatMap((fault) => fault.next ?? [])];
  return { code: error.code, message: messageOf(message), ...(steps.length > 0 && { next: steps }) };
}
