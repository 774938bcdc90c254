import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { StackFile } from "../../../config/stack-file";
import type { EngineListener, EngineRun, FleetEngine } from "../../../engine/fleet-engine";
import { RunRecord } from "../../../engine/run-record";
import { messageOf } from "../../../errors";
import type { Finding, StackReport } from "../report";
import { identityOf } from "../select";
import { findingsOfFailure, findingsOfUpdate } from "./findings-of-run";
import { type Judgement, judgePreview, NEVER_PROVISIONED } from "./judge-preview";
import { StackLog } from "./stack-log";

/** What the runs of a fleet share. */
export interface RunContext {
  readonly engine: Pick<
    FleetEngine,
    "preview" | "update" | "makeStack" | "removeEmptyStack" | "watch" | "stopped"
  >;
  /** Why a stack that the state backend does not know must not be made; undefined where nothing is in the way. */
  readonly inUse: (file: StackFile) => Promise<Finding | undefined>;
  /** Folder of the logs. */
  readonly logFolder: string;
  /** Told of each log that is not whole, with the reason. */
  readonly onLogFault: (log: string, reason: string) => void;
}

/** Previews one stack. Never throws: what went wrong is in the report. */
export function previewStack(context: RunContext, file: StackFile): Promise<StackReport> {
  return reported(context, file, async (stack, listener, record) => {
    const run = await context.engine.preview(stack, listener);
    if (run.isOk) return record.isComplete ? judgePreview(record) : INCOMPLETE;
    // However it was stopped, it has changed nothing.
    if (!isUnknown(run)) return failed(record, { ...run, ...(run.stopped && { stopped: "in-order" }) });
    return refusal(await context.inUse(file)) ?? NEVER_PROVISIONED;
  });
}

/** Updates one stack, which is made in the state backend if need be. Never throws. */
export function updateStack(context: RunContext, file: StackFile): Promise<StackReport> {
  return reported(context, file, async (stack, listener, record) => {
    let run = await context.engine.update(stack, listener);
    const isNew = isUnknown(run);
    if (isNew) {
      const refused = refusal(await context.inUse(file));
      if (refused) return refused;
      const stopped = await context.engine.makeStack(stack, file.secretsProvider);
      if (stopped) return failed(record, { isOk: false, text: "", stopped });
      run = await context.engine.update(stack, listener);
    }
    const done = findingsOfUpdate(record);
    if (run.isOk) return withChanges(record.isComplete ? OK : INCOMPLETE, done);
    const judged = failed(record, run);
    // The provider knows more ways in which an endpoint is in use; an empty state must not stay behind then.
    if (isNew && judged.findings.some(({ code }) => code === NOT_IN_STATE) && record.changes().length === 0)
      await context.engine.removeEmptyStack(stack);
    return withChanges(judged, done);
  });
}

const NOT_IN_STATE = "endpoint-not-in-state";

function refusal(finding: Finding | undefined): Judgement | undefined {
  return finding && { status: "error", findings: [finding] };
}

const OK: Judgement = { status: "ok", findings: [] };

function withChanges({ status, findings }: Judgement, changes: readonly Finding[]): Judgement {
  return { status, findings: [...findings, ...changes] };
}

/** It ended well, but what it did can't be told. */
const INCOMPLETE: Judgement = {
  status: "error",
  findings: [{ code: "engine-failed", message: "pulumi's events broke off; see the stack's log" }],
};

/** The state backend has no such stack. */
function isUnknown({ isOk, text }: EngineRun): boolean {
  return !isOk && /no stack named .* found/.test(text);
}

function failed({ errors }: RunRecord, { text, stopped }: EngineRun): Judgement {
  return { status: "error", findings: findingsOfFailure({ errors, text, stopped }) };
}

async function reported(
  { logFolder, onLogFault }: RunContext,
  file: StackFile,
  work: (stack: string, listener: EngineListener, record: RunRecord) => Promise<Judgement>,
): Promise<StackReport> {
  const record = new RunRecord();
  try {
    const log = StackLog.start(logFolder, file.stack);
    const listener: EngineListener = {
      onEvent: (event: EngineEvent) => record.add(event),
      onOutput: (stream, text) => log.add(stream, text),
    };
    const judgement = await work(file.stack, listener, record);
    log.end();
    if (log.fault) onLogFault(log.file, log.fault);
    return { ...identityOf(file), ...judgement };
  } catch (error) {
    const finding = { code: "engine-failed", message: messageOf(error) };
    return { ...identityOf(file), status: "error", findings: [finding] };
  }
}
