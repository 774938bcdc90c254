import type { ResourceChange, ResourceOutcome, RunRecord } from "../../../engine/run-record";
import { wordsOfChange } from "../endpoint-words";
import { finding } from "../finding";
import type { Finding } from "../report";
import { endpointDifferences } from "./endpoint-differences";
import { kindOf, nameOf, propertyWords } from "./resource-words";

/** What an update has changed, also one that failed on the way, and what a person has to do in plenigo now. */
export function findingsOfUpdate(record: RunRecord): Finding[] {
  const changes = record.changes();
  return [
    ...changes.map((change) => finding("changed", wordsOf(change))),
    ...record.outcomes().filter(isHandoverDue).map(handoverDue),
  ];
}

function wordsOf(change: ResourceChange): string {
  const name = nameOf(change);
  if (change.step === "create") return `${name} was made`;
  if (change.step === "delete") return `${name} was deleted`;
  if (kindOf(change) === "endpoint") {
    const { drift, pending } = endpointDifferences(change);
    const words = [...drift, ...pending].map(wordsOfChange);
    return words.length > 0 ? `${name} ${words.join("; ")}` : `${name} was updated`;
  }
  const { properties } = change;
  return `${name} was written${properties.length > 0 ? `: ${propertyWords(properties)}` : ""}`;
}

/** Also of an endpoint that this run did not touch: the run that made it may be long ago. */
function isHandoverDue({ type, outputs }: ResourceOutcome): boolean {
  return kindOf({ type }) === "endpoint" && outputs.role !== "previous" && outputs.handedOverAt === "";
}

function handoverDue({ id }: ResourceOutcome): Finding {
  return finding("handover-due", `plenigo needs the new signing secret of endpoint ${id}`);
}
