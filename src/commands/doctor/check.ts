import type { Remedy } from "../../remedies";
import type { Scene } from "./scene";

/** What a check found. `skipped`: it could not look, because of another check or for a reason it tells. */
export const CHECK_STATUSES = ["ok", "warning", "failure", "skipped"] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];

/** Outcome of a check. */
export interface CheckResult {
  readonly status: CheckStatus;
  /** One line; never holds a key or a signing secret. */
  readonly message: string;
  /** What fixes it, one way each. */
  readonly next: readonly Remedy[];
}

/** One thing that can be in order or not. */
export interface Check {
  /** Name by which it is run: `aws-identity`. */
  readonly id: string;
  /** What it looks at, in a few words. */
  readonly about: string;
  /** Whether it looks at one stack, and is left out without `--stack`. */
  readonly ofStack?: boolean;
  /** Checks without which it can't look. */
  readonly needs: readonly string[];
  /** Looks. What it throws counts as a failure; a UserError's remedies fix it. */
  readonly run: (scene: Scene) => Promise<CheckResult> | CheckResult;
}

export function ok(message: string): CheckResult {
  return { status: "ok", message, next: [] };
}

export function warning(message: string, ...next: readonly Remedy[]): CheckResult {
  return { status: "warning", message, next };
}

export function failure(message: string, ...next: readonly Remedy[]): CheckResult {
  return { status: "failure", message, next };
}

export function skipped(message: string): CheckResult {
  return { status: "skipped", message, next: [] };
}
