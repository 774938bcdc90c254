import { resolve } from "node:path";
import { isOwnProgram } from "../../../config/own-program";
import { type Project, programFolderOf } from "../../../config/project";
import type { StackFile } from "../../../config/stack-file";
import { FleetEngine } from "../../../engine/fleet-engine";
import { ProgramHosts } from "../../../engine/program-hosts";
import { watchInterruption } from "../../../terminal/interruption";
import { lookOf } from "../../../terminal/look";
import { terminalScreen } from "../../../terminal/progress";
import { placeIn, type Surroundings } from "../../../terminal/surroundings";
import type { ExitCode } from "../../cli-command";
import { withEndpointVerdict } from "../audit/audit";
import { changedStacks, orphanText } from "../changed/changed";
import { exitCodeOf, fleetReport, type StackReport } from "../report";
import { writeReports } from "../reports/report-options";
import { type Fleet, readFleet, stacksToRun } from "../select";
import { liveProgress, plainProgress, type ShownProgress } from "./fleet-progress";
import { type FleetRunFlags, wavePlanOf } from "./fleet-run-options";
import { endpointInUse, refuseOneKeyForMany } from "./refusals";
import { runFleet, runnableStacks } from "./run-fleet";
import type { RunContext } from "./run-stack";
import { ownLogFolder } from "./stack-log";

/** What tells the commands apart that run the engine for many stacks. */
export interface FleetRunCommand {
  readonly name: string;
  /** Asks whether to go on; gets the stacks that would be run. @throws UserError */
  readonly confirm: (stacks: readonly StackFile[]) => Promise<void>;
  readonly runStack: (context: RunContext, file: StackFile) => Promise<StackReport>;
}

/** Runs the engine for the selected stacks and prints the report. @returns the exit code @throws UserError */
export async function runFleetCommand(
  surroundings: Surroundings,
  flags: FleetRunFlags,
  command: FleetRunCommand,
): Promise<ExitCode> {
  const { cwd, env, stderr } = surroundings;
  const fleet = readFleet(cwd);
  const { folder } = fleet.project;
  const selected = await selectedStacks(surroundings, fleet, flags);
  refuseOneKeyForMany(selected, env);
  const hosts = programHosts(fleet.project, env);
  const engine = await FleetEngine.find(folder, env, hosts);
  await command.confirm(runnableStacks(fleet, selected));
  const logFolder = flags.logDir ? resolve(cwd, flags.logDir) : ownLogFolder(folder);
  const progress = await progressOf(surroundings, selected.length);
  const interruption = watchInterruption(
    () => progress.note(STOPPING),
    (signal) => engine.passOn(signal),
  );
  const context = contextOf(fleet, engine, logFolder, progress);
  const run = await runFleet(fleet, selected, {
    plan: wavePlanOf(flags),
    progress,
    isInterrupted: () => interruption.isRequested,
    runStack: (file) => command.runStack(context, file),
  });
  hosts?.close();
  interruption.end();
  progress.end();
  const judged = await withEndpointVerdict(fleet, run, env);
  const report = fleetReport(command.name, judged, placeIn(surroundings));
  stderr.write(`Logs: ${logFolder}\n`);
  writeReports(surroundings, report, flags);
  return exitCodeOf(report);
}

const STOPPING =
  "No further stack is started. Those that run may go on for 12 seconds, then they finish the steps they are at and stop; Ctrl-C again tells them to stop now.";

function contextOf(
  { project }: Fleet,
  engine: FleetEngine,
  logFolder: string,
  progress: ShownProgress,
): RunContext {
  let isNoted = false;
  // A disk that is full is full for all: the first log tells.
  const onLogFault = (log: string, reason: string) => {
    if (isNoted) return;
    isNoted = true;
    progress.note(`! ${log} can't be written (${reason}); the runs go on, their logs are not whole.`);
  };
  return { engine, logFolder, onLogFault, inUse: (file) => endpointInUse(project, file) };
}

/** A name that nothing fits is a mistake, while nothing may have changed. */
async function selectedStacks(
  surroundings: Surroundings,
  fleet: Fleet,
  flags: FleetRunFlags,
): Promise<StackFile[]> {
  const { stderr, env } = surroundings;
  const selected = stacksToRun(surroundings, fleet, flags);
  if (flags.changedSince === undefined) return selected;
  const { stacks, orphans, warning } = await changedStacks(fleet.project, flags.changedSince, env);
  if (warning) stderr.write(`${lookOf(stderr, env).line("warning", warning)}\n`);
  for (const stack of orphans) stderr.write(`${orphanText(stack)}\n`);
  const changed = new Set(stacks.map(({ stack }) => stack));
  return selected.filter(({ stack }) => changed.has(stack));
}

/** A program of the user's own is run as `pulumi` runs it. */
function programHosts(project: Project, env: NodeJS.ProcessEnv): ProgramHosts | undefined {
  return isOwnProgram(project) ? new ProgramHosts(programFolderOf(project), env) : undefined;
}

async function progressOf({ stderr, env }: Surroundings, total: number): Promise<ShownProgress> {
  const print = (line: string) => void stderr.write(`${line}\n`);
  const parts = { total, look: lookOf(stderr, env), print, now: () => performance.now() };
  return stderr.isTTY ? liveProgress(parts, await terminalScreen(stderr)) : plainProgress(parts);
}
