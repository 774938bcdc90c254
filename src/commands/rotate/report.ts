import type { Environment } from "../../environments";
import type { ReportedFinding } from "../verify/report";
import type { RotationFacts, RotationStep } from "./next-step";
import type { RotationStatus } from "./run-rotation";

/** Result of `rotate`; printed as it is by `--json` (schemas/rotate-report.schema.json). */
export interface RotateReport {
  readonly schemaVersion: 1;
  readonly command: "rotate";
  readonly stack: string;
  readonly environment: Environment;
  readonly companyId: string;
  /** `not-started`: only with `--status`, where no rotation is under way. */
  readonly status: RotationStatus | "not-started";
  /** Steps that this call has done, in order. */
  readonly done: readonly RotationStep["kind"][];
  /** The step that comes next; null where the rotation is finished. */
  readonly next: RotationStep["kind"] | null;
  /** The stack's endpoints in Stripe, newest first. */
  readonly endpoints: readonly RotatedEndpoint[];
  /** What the delivery check has found, where it was not good. */
  readonly findings: readonly ReportedFinding[];
}

/** An endpoint of the stack. */
export interface RotatedEndpoint {
  readonly id: string;
  readonly generation: number;
  readonly enabled: boolean;
  /** ISO time; null where nobody has said so. */
  readonly handedOverAt: string | null;
}

/** The stack's endpoints as a report shows them. */
export function shownEndpoints({ endpoints }: RotationFacts): RotatedEndpoint[] {
  const newestFirst = [...endpoints].sort((one, other) => other.generation - one.generation);
  return newestFirst.map(({ handedOverAt, ...endpoint }) => ({
    ...endpoint,
    handedOverAt: handedOverAt?.toISOString() ?? null,
  }));
}
