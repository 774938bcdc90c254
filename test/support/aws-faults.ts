import type { EmulatorReply, FaultEffect, RecordedCall } from "../../sandbox/emulators/emulator-server";
import { fakeSigningSecret } from "../../sandbox/emulators/stripe/fake-keys";
import { startFront } from "./fault-matrix/front";
import type { Journey } from "./journey";

/** What goes wrong with a call to AWS. */
export type AwsFault =
  | "connection refused"
  | "cut before it is processed"
  | "cut after it is processed"
  | "403"
  | "throttled once"
  | "throttled for long"
  | "500"
  | "malformed body";

function refusal(status: number, type: string): FaultEffect {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": type };
  const body = JSON.stringify({ __type: type, Message: "no" });
  return { kind: "reply", reply: { status, headers, body } satisfies EmulatorReply, processed: false };
}

const malformed: FaultEffect = {
  kind: "reply",
  reply: {
    status: 200,
    headers: { "content-type": "application/x-amz-json-1.1" },
    body: `{"SecretString": "${fakeSigningSecret("half")}`,
  },
  processed: true,
};

const EFFECTS: Readonly<Record<Exclude<AwsFault, "connection refused">, FaultEffect>> = {
  "cut before it is processed": { kind: "cut", processed: false },
  "cut after it is processed": { kind: "cut", processed: true },
  "403": refusal(403, "AccessDeniedException"),
  "throttled once": refusal(400, "ThrottlingException"),
  "throttled for long": refusal(400, "ThrottlingException"),
  "500": refusal(500, "InternalServiceError"),
  "malformed body": malformed,
};

/**
 * Makes each call of the operation go wrong, of a throttling that happens once the first alone. A refused connection
 * refuses everything from the first such call on: it is the machine that does not listen.
 * @returns what ends the fault
 */
export async function breakAws(
  journey: Journey,
  operation: string,
  fault: AwsFault,
): Promise<() => Promise<void>> {
  const isIt = (call: RecordedCall) => call.operation === operation;
  if (fault !== "connection refused") {
    const times = fault === "throttled once" ? 1 : Number.POSITIVE_INFINITY;
    journey.aws.faults.push({ matches: isIt, effect: EFFECTS[fault], times });
    return async () => {
      journey.aws.faults.length = 0;
    };
  }
  const front = await startFront(journey.aws.url);
  journey.variables.AWS_ENDPOINT_URL = front.url;
  const matches = (call: RecordedCall) => {
    if (isIt(call)) void front.refuseAfter(0);
    return isIt(call);
  };
  journey.aws.faults.push({
    matches,
    effect: { kind: "cut", processed: false },
    times: Number.POSITIVE_INFINITY,
  });
  return async () => {
    journey.aws.faults.length = 0;
    Reflect.deleteProperty(journey.variables, "AWS_ENDPOINT_URL");
    front.close();
  };
}
