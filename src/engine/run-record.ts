import type { EngineEvent, StepEventMetadata, StepEventStateMetadata } from "@pulumi/pulumi/automation";

/** Properties of a resource as the engine tells them; secret ones are blinded. */
export type Properties = Readonly<Record<string, unknown>>;

/** A resource that a run changes, or would change. */
export interface ResourceChange {
  readonly urn: string;
  /** Pulumi's type, `aws:secretsmanager/secret:Secret`. */
  readonly type: string;
  readonly step: "create" | "update" | "replace" | "delete";
  /** Its id; undefined while it is not made. */
  readonly id?: string;
  /** What the last run left in the state; undefined where the state did not know the resource. */
  readonly before?: Properties;
  /** What the refresh found in the real world; undefined when it is gone or never was. */
  readonly found?: Properties;
  /** What program and configuration declare; undefined in a deletion. */
  readonly declared?: Properties;
  /** Names of the properties that differ, as far as the engine names them. */
  readonly properties: readonly string[];
}

/** A resource as a run has left it. */
export interface ResourceOutcome {
  readonly type: string;
  readonly id: string;
  readonly outputs: Properties;
}

const STEPS: Readonly<Record<string, ResourceChange["step"]>> = {
  create: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
};

/**
 * What one run of the engine with a refresh told by its events. The refresh gives each resource of the state as the last
 * run left it and as the real world has it; the steps after it give what is declared. So one run tells drift (the world
 * is not as the last run left it) from changes that are pending (the declaration is not as the world).
 */
export class RunRecord {
  readonly #refreshed = new Map<string, StepEventMetadata>();
  readonly #steps = new Map<string, StepEventMetadata>();
  readonly #outcomes = new Map<string, ResourceOutcome>();
  /** Texts of the errors that the engine reported. */
  readonly errors: string[] = [];
  #counts: Readonly<Record<string, number>> | undefined;

  /** Takes one event; those of providers, components and the stack itself say nothing of the world. */
  add(event: EngineEvent): void {
    const { diagnosticEvent, resOutputsEvent, summaryEvent } = event;
    if (summaryEvent) this.#counts = summaryEvent.resourceChanges as Record<string, number>;
    if (diagnosticEvent?.severity === "error") this.errors.push(diagnosticEvent.message);
    const metadata = resOutputsEvent?.metadata;
    if (!metadata || !isOfWorld(metadata)) return;
    if (metadata.op === "refresh") this.#refreshed.set(metadata.urn, metadata);
    else {
      if (metadata.op in STEPS) this.#steps.set(metadata.urn, metadata);
      this.#left(metadata);
    }
  }

  /** Whether the events came to their end; what is missing before must not pass for unchanged. */
  get isComplete(): boolean {
    return this.#counts !== undefined;
  }

  /** Number of resources that the engine counts as changed, components among them. */
  get changeCount(): number {
    const counts = Object.entries(this.#counts ?? {}).filter(([op]) => op in STEPS);
    return counts.reduce((sum, [, count]) => sum + count, 0);
  }

  /** Whether the state held any resource. */
  get hasState(): boolean {
    return this.#refreshed.size > 0;
  }

  /** What changes, or would change, in the order of the steps. */
  changes(): ResourceChange[] {
    return [...this.#steps.values()].map((metadata) => this.#change(metadata));
  }

  /** The resources that an update has declared and left, unchanged ones among them; those of a preview are not there yet. */
  outcomes(): ResourceOutcome[] {
    return [...this.#outcomes.values()];
  }

  #left({ urn, type, new: after }: StepEventMetadata): void {
    if (after?.id && after.outputs) this.#outcomes.set(urn, { type, id: after.id, outputs: after.outputs });
    else this.#outcomes.delete(urn);
  }

  #change({ urn, type, op, old, new: after, detailedDiff, diffs }: StepEventMetadata): ResourceChange {
    const refreshed = this.#refreshed.get(urn);
    const names = detailedDiff ? Object.keys(detailedDiff) : (diffs ?? []);
    const step = STEPS[op] ?? "update";
    return {
      urn,
      type,
      step,
      id: after?.id || old?.id || refreshed?.old?.id || undefined,
      before: outputsOf(refreshed?.old),
      found: refreshed ? outputsOf(refreshed.new) : outputsOf(old),
      declared: step === "delete" ? undefined : (after?.inputs ?? undefined),
      properties: [...new Set(names.map(topLevel))],
    };
  }
}

function isOfWorld({ type, old, new: after }: StepEventMetadata): boolean {
  return Boolean(old?.custom || after?.custom) && !type.startsWith("pulumi:");
}

function outputsOf(state: StepEventStateMetadata | undefined): Properties | undefined {
  return state?.outputs;
}

/** `tags.owner` and `versionStages[0]` belong to `tags` and `versionStages`. */
function topLevel(path: string): string {
  return /^[^.[]*/.exec(path)?.[0] || path;
}
