import type { Environment } from "../../environments";
import type { Handover, RecordAction, RecordName } from "./records";
import type { HandoverWords } from "./words";

/** A record as `handover --json` shows it. */
export interface ShownRecord {
  readonly name: RecordName;
  /** As plenigo's form calls it, in the language asked for. */
  readonly label: string;
  /** Null where it is hidden, or where there is none. */
  readonly value: string | null;
  readonly isHidden: boolean;
  readonly action: RecordAction;
}

/** Result of `handover`; printed as it is by `--json` (schemas/handover-report.schema.json). */
export interface HandoverReport {
  readonly schemaVersion: 1;
  readonly command: "handover";
  readonly stack: string;
  readonly environment: Environment;
  readonly companyId: string;
  readonly webhookUrl: string;
  readonly records: readonly ShownRecord[];
  /** Ids of both endpoints while a rotation is under way. */
  readonly rotation: { readonly from: string; readonly to: string } | null;
  readonly isByStripeConnect: boolean;
  /** ISO time with which `--done` has marked the endpoint; null without `--done`. */
  readonly markedAt: string | null;
}

/** What a report says besides the records. */
export type HandoverContext = Pick<
  HandoverReport,
  "stack" | "environment" | "companyId" | "webhookUrl" | "markedAt"
>;

/** Puts a report together; secrets are left out unless they are to be revealed. */
export function handoverReport(
  { records, rotation, isByStripeConnect }: Handover,
  words: HandoverWords,
  isRevealed: boolean,
  { stack, environment, companyId, webhookUrl, markedAt }: HandoverContext,
): HandoverReport {
  const shown = records.map(({ name, value, isSecret, action }): ShownRecord => {
    const isHidden = isSecret && value !== undefined && !isRevealed;
    return {
      name,
      label: words.records[name],
      value: isHidden ? null : (value ?? null),
      isHidden,
      action,
    };
  });
  return {
    schemaVersion: 1,
    command: "handover",
    ...{ stack, environment, companyId, webhookUrl },
    records: shown,
    rotation: rotation ?? null,
    isByStripeConnect,
    markedAt,
  };
}
