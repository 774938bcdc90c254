import type { EndpointDifference } from "../../endpoint/comparison";
import type { FindingCode } from "./report";

/** One difference of an endpoint in words that follow its name, with the code of a finding about drift. */
export function wordsOfDrift(difference: EndpointDifference): readonly [FindingCode, string] {
  const { property, expected, actual } = difference;
  switch (property) {
    case "url":
      return ["url-differs", "has another URL"];
    case "description":
      return ["description-differs", "has another description"];
    case "enabled":
      return [expected ? "endpoint-disabled" : "endpoint-enabled", `is ${actual ? "enabled" : "disabled"}`];
    case "enabledEvents":
      return ["events-differ", eventWords(difference, "lacks", "sends", ", which nobody declared")];
    default:
      return ["marks-differ", "does not carry the stack's marks"];
  }
}

/** One difference of an endpoint as a change: `is enabled`, `gets the event …`. */
export function wordsOfChange(difference: EndpointDifference): string {
  const { property, expected } = difference;
  switch (property) {
    case "url":
      return "gets another URL";
    case "description":
      return "gets another description";
    case "enabled":
      return `is ${expected ? "enabled" : "disabled"}`;
    case "enabledEvents":
      return eventWords(difference, "gets", "loses", "");
    case "role":
      return `becomes the ${expected} endpoint`;
    default:
      return "gets the stack's marks";
  }
}

function eventWords({ expected, actual }: EndpointDifference, missing: string, extra: string, after: string) {
  const [declared, others] = [expected as readonly string[], actual as readonly string[]];
  const parts = [
    declared.length > 0 && `${missing} ${declared.join(", ")}`,
    others.length > 0 && `${extra} ${others.join(", ")}${after}`,
  ];
  return parts.filter(Boolean).join("; ");
}
