import type { FaultEffect, RecordedCall } from "../../../sandbox/emulators/emulator-server";
import { fakeSigningSecret } from "../../../sandbox/emulators/stripe/fake-keys";
import { BROKEN_ANSWERS } from "../broken-answers";
import type { Scenario, Service } from "./scenario";

/** What goes wrong with one of the calls that an operation makes. */
export interface FaultKind {
  readonly name: string;
  /** Whose calls go wrong. */
  readonly service: Service;
  /** Makes the call with this number (from 0) go wrong in the operation that follows. */
  arm(scenario: Scenario, index: number): Promise<void>;
  /** Ends the fault. */
  heal(scenario: Scenario): Promise<void>;
  /** Whether the operation succeeds nevertheless. */
  readonly isHarmless?: boolean;
  /** Whether the caller waits for what does not come, so that the operation runs with short limits. */
  readonly isWaiting?: boolean;
  /** Operation that it is for alone. */
  readonly only?: string;
  /** What it needs: most share this process, some need one that dies or an address that refuses. */
  readonly needs: "nothing" | "doomed process" | "front";
}

const CREATE = "POST /v1/webhook_endpoints";
const JSON_TYPE = { "content-type": "application/json" };

/** Stripe's answer to a request that it refuses; the text holds what must not be repeated. */
function refusal(status: number, error: Readonly<Record<string, string>>): FaultEffect {
  const reply = { status, headers: JSON_TYPE, body: JSON.stringify({ error }) };
  return { kind: "reply", reply, processed: false };
}

const outOfOrder = (status: number) =>
  refusal(status, { type: "api_error", message: "Sorry! There was an error while talking to a backend." });
const tooFast = refusal(429, {
  type: "invalid_request_error",
  code: "rate_limit",
  message: "Too many requests",
});
const inUse = refusal(409, {
  type: "invalid_request_error",
  code: "idempotency_key_in_use",
  message: "There is currently another in-progress request using this Idempotent Key.",
});

/** A fault of the emulator: of the call itself, and of all further ones of its operation when it lasts. */
function emulated(
  name: string,
  effectFor: (scenario: Scenario) => FaultEffect,
  { lasts = true, isHarmless = false, isWaiting = false, service = "stripe" as Service } = {},
): FaultKind {
  return {
    name,
    service,
    isHarmless,
    isWaiting,
    needs: "nothing",
    arm: async (scenario, index) => {
      let seen = 0;
      let operation: string | undefined;
      const matches = (call: RecordedCall) => {
        if (!scenario.isOwn(call)) return false;
        if (seen === index) operation = call.operation;
        seen += 1;
        return lasts ? operation === call.operation : seen === index + 1;
      };
      const times = Number.POSITIVE_INFINITY;
      scenario.addFault(service, { matches, effect: effectFor(scenario), times });
    },
    heal: async (scenario) => scenario.removeFaults(),
  };
}

/**
 * A 500 that Stripe keeps for the idempotency key: it is repeated after Stripe is well again.
 * Stripe: docs.stripe.com/api/idempotent_requests
 */
function kept(name: string, processed: boolean): FaultKind {
  return {
    name,
    service: "stripe",
    only: CREATE,
    needs: "nothing",
    arm: async (scenario, index) => {
      let seen = 0;
      let key: unknown;
      const keyOf = ({ request }: RecordedCall) => request.headers["idempotency-key"];
      const isFirst = (call: RecordedCall) => {
        if (!scenario.isOwn(call)) return false;
        seen += 1;
        if (seen === index + 1) key = keyOf(call);
        return seen === index + 1;
      };
      const first = outOfOrder(500) as Extract<FaultEffect, { kind: "reply" }>;
      const headers = { ...JSON_TYPE, "idempotent-replayed": "true" };
      const replay = { ...first, reply: { ...first.reply, headers } };
      const isAgain = (call: RecordedCall) =>
        key !== undefined && scenario.isOwn(call) && keyOf(call) === key;
      scenario.addFault("stripe", { matches: isFirst, effect: { ...first, processed }, times: 1 });
      scenario.addFault("stripe", { matches: isAgain, effect: replay, times: Number.POSITIVE_INFINITY });
    },
    heal: async () => {},
  };
}

const timeout: FaultKind = emulated(
  "timeout",
  ({ healed }) => ({ kind: "hold", until: healed, processed: true }),
  { isWaiting: true },
);

const killed: FaultKind = {
  name: "process killed",
  service: "stripe",
  needs: "doomed process",
  arm: async (scenario, index) => {
    const { doom } = scenario.rig;
    const { open } = scenario.engine;
    scenario.engine.open = (config) => doom.process.session(config);
    void scenario.healed.then(() => {
      scenario.engine.open = open;
    });
    let seen = 0;
    const matches = (call: RecordedCall) => {
      if (!scenario.isOwn(call)) return false;
      seen += 1;
      if (seen === index + 1) doom.arrive(scenario);
      return seen === index + 1;
    };
    const effect: FaultEffect = { kind: "hold", until: scenario.healed, processed: true };
    scenario.addFault("stripe", { matches, effect, times: 1 });
  },
  heal: async (scenario) => {
    scenario.rig.doom.arrive(scenario);
    scenario.removeFaults();
  },
};

const refused: FaultKind = {
  name: "connection refused",
  service: "stripe",
  needs: "front",
  arm: ({ rig }, index) => rig.front.refuseAfter(index),
  heal: ({ rig }) => rig.front.listenAgain(),
};

const invalidKey = (scenario: Scenario) =>
  refusal(401, {
    type: "invalid_request_error",
    message: `Invalid API Key provided: ${scenario.tenant.secretKey}`,
  });
const noRight = ({ tenant }: Scenario) =>
  refusal(403, {
    type: "invalid_request_error",
    message: `The provided key '${tenant.secretKey}' does not have the required permissions for this endpoint. Having the 'rak_webhook_write' permission would allow this request to continue.`,
  });
const halfAnAnswer: FaultEffect = {
  kind: "reply",
  reply: { status: 200, headers: JSON_TYPE, body: `{"id": "we_1", "secret": "${fakeSigningSecret("half")}` },
  processed: true,
};

/** Every kind of fault of Stripe and of the way to it. */
export const FAULTS: readonly FaultKind[] = [
  refused,
  emulated("cut before it is processed", () => ({ kind: "cut", processed: false })),
  emulated("cut after it is processed", () => ({ kind: "cut", processed: true })),
  emulated("401", invalidKey),
  emulated("403", noRight),
  emulated("409 for long", () => inUse),
  emulated("429 once", () => tooFast, { lasts: false, isHarmless: true }),
  emulated("429 for long", () => tooFast),
  emulated("500", () => outOfOrder(500)),
  kept("500 that is kept", false),
  kept("500 that is kept, processed", true),
  emulated("503", () => outOfOrder(503)),
  timeout,
  emulated("malformed body", () => halfAnAnswer),
  killed,
];

/** What keeps the caller waiting: nothing, the rest of a body, or its next byte. */
const WAITING = ["silent", "stuck", "drip"];

/** Answers that are none, of a service or of what stands before it, in all calls of the operation after the first. */
export function brokenAnswers(service: Service): FaultKind[] {
  return Object.entries(BROKEN_ANSWERS as Readonly<Record<string, FaultEffect>>).map(([name, effect]) =>
    emulated(`${service === "aws" ? "AWS" : "Stripe"}: ${name}`, () => effect, {
      service,
      isWaiting: WAITING.includes(effect.kind),
    }),
  );
}
