import type { ResourceChange, RunRecord } from "../../../engine/run-record";
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
    ...changes.filter(hasNewSigningSecret).map(handoverDue),
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

/** An endpoint that was taken over keeps the signing secret that plenigo has. */
function hasNewSigningSecret(change: ResourceChange): boolean {
  const isMade = change.step === "create" || change.step === "replace";
  return kindOf(change) === "endpoint" && isMade && change.declared?.adoptEndpointId === undefined;
}

function handoverDue(change: ResourceChange): Finding {
  return finding("handover-due", `plenigo needs the new signing secret of ${nameOf(change)}`);
}
