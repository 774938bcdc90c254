import { UserError } from "../../errors";
import { explain } from "../../remedies";
import { AWS_CHECKS } from "./aws-checks";
import { CHECK_STATUSES, type Check, type CheckOutcome, type CheckStatus, runChecks } from "./check";
import { MACHINE_CHECKS } from "./machine-checks";
import { NETWORK_CHECKS } from "./network-checks";
import { PROJECT_CHECKS } from "./project-checks";
import { Scene, type SceneOptions } from "./scene";
import { STACK_CHECKS } from "./stack-checks";
import { STRIPE_CHECKS } from "./stripe-checks";

/** All checks, in the order in which they are reported. */
export const CHECKS: readonly Check[] = [
  ...MACHINE_CHECKS,
  ...NETWORK_CHECKS,
  ...PROJECT_CHECKS,
  ...STACK_CHECKS,
  ...AWS_CHECKS,
  ...STRIPE_CHECKS,
];

/** Result of `doctor`; printed as it is by `--json` (schemas/doctor-report.schema.json). */
export interface DoctorReport {
  readonly schemaVersion: 1;
  readonly command: "doctor";
  /** Null when only machine and project were looked at. */
  readonly stack: string | null;
  /** Number of checks per status. */
  readonly summary: Readonly<Record<CheckStatus, number>>;
  readonly checks: readonly CheckOutcome[];
}

/** What is to be looked at. */
export interface Examination extends Omit<SceneOptions, "signal"> {
  /** Ids of checks; none means all. */
  readonly ids: readonly string[];
  /** Time that one check may take, in ms. Default 30,000. */
  readonly limitMs?: number;
  readonly onOutcome?: (outcome: CheckOutcome) => void;
}

/** Looks at machine, project and, with a stack, at all that the stack needs. @throws UserError `stack-not-selected` */
export async function examine(examination: Examination): Promise<DoctorReport> {
  const { surroundings, stack, engine, limitMs = 30_000, onOutcome } = examination;
  const selected = selectedChecks(examination);
  const ending = new AbortController();
  const scene = new Scene({ surroundings, stack, signal: ending.signal, engine });
  try {
    const checks = await runChecks(scene, { all: CHECKS, selected, limitMs, onOutcome });
    const count = (status: CheckStatus) => checks.filter((check) => check.status === status).length;
    const summary = Object.fromEntries(CHECK_STATUSES.map((status) => [status, count(status)]));
    return {
      schemaVersion: 1,
      command: "doctor",
      stack: stack ?? null,
      summary: summary as DoctorReport["summary"],
      checks,
    };
  } finally {
    // What took too long must not keep the command from ending.
    ending.abort();
  }
}

function selectedChecks({ ids, stack }: Examination): readonly Check[] {
  const wanted = ids.length === 0 ? CHECKS : CHECKS.filter(({ id }) => ids.includes(id));
  if (stack !== undefined) return wanted;
  const ofStack = wanted.filter((check) => check.ofStack);
  if (ids.length > 0 && ofStack.length > 0) {
    throw new UserError({
      code: "stack-not-selected",
      what: `no stack is named, and ${ofStack.map(({ id }) => id).join(", ")} can't look without one.`,
      next: [explain("add --stack NAME")],
      state: "",
    });
  }
  return wanted.filter((check) => !check.ofStack);
}
