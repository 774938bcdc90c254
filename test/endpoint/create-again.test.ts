import type { Fault } from "../../sandbox/emulators/emulator-server";
import {
  acme,
  addKey,
  endpoints,
  only,
  provider,
  provisioned,
  stripe,
  useProviders,
  withKey,
} from "../support/provider-fixture";

useProviders();

const CREATE = "POST /v1/webhook_endpoints";
const DELETE = "DELETE /v1/webhook_endpoints/{id}";

/** The answers to an operation are lost, after Stripe has acted or before, until the fault is removed. */
function loseAnswers(operation: string, processed: boolean, times = Number.POSITIVE_INFINITY): Fault {
  const matches = (call: { operation: string }) => call.operation === operation;
  const fault = { matches, effect: { kind: "cut", processed }, times } as const;
  stripe.faults.push(fault);
  return fault;
}

/** The next run ends with one endpoint of ours, enabled, and its own secret. */
async function expectGoodRun() {
  const { id, outs } = await provisioned(await provider());
  const endpoint = only(endpoints().filter(({ url }) => url === acme.inputs.url));
  expect(endpoint).toMatchObject({ id, status: "enabled", description: acme.inputs.description });
  expect(outs.signingSecret === endpoint.secret).toBe(true);
}

describe("after a create that failed, the next one", () => {
  it("takes another idempotency key when Stripe keeps a 500 for the first", async () => {
    stripe.breakWrites(1);
    await expectGoodRun();
  });

  it("removes the endpoint that Stripe made although it answered 500, and keeps that answer", async () => {
    const body = JSON.stringify({ error: { type: "api_error", message: "no" } });
    const keys = new Set<unknown>();
    const headers = { "content-type": "application/json" };
    const kept = (isReplay: boolean): Fault => ({
      matches: ({ operation, request }) => {
        if (operation !== CREATE || keys.has(request.headers["idempotency-key"]) !== isReplay) return false;
        keys.add(request.headers["idempotency-key"]);
        return true;
      },
      effect: {
        kind: "reply",
        reply: { status: 500, body, headers: { ...headers, "idempotent-replayed": String(isReplay) } },
        processed: !isReplay,
      },
      times: isReplay ? Number.POSITIVE_INFINITY : 1,
    });
    stripe.faults.push(kept(true), kept(false));
    await expectGoodRun();
  });

  it("brings the endpoint of the lost answer in line when somebody changed it meanwhile", async () => {
    const fault = loseAnswers(CREATE, true);
    await expect((await provider()).create(acme.inputs)).rejects.toThrow(/stripe-unavailable/);
    fault.times = 0;
    stripe.changeEndpoint(only(endpoints()).id, { status: "disabled", description: "by hand" });
    await expectGoodRun();
  });

  it("makes another endpoint when the first answer held no secret and its endpoint could not be deleted", async () => {
    const fault = loseAnswers(DELETE, false);
    const key = addKey({ permissions: ["webhook_write"], hidesSigningSecret: true });
    await expect((await provider(withKey(key))).create(acme.inputs)).rejects.toThrow(/must be deleted/);
    fault.times = 0;
    await expectGoodRun();
  });

  it("frees an orphan at the account's limit, although Stripe keeps the refusal for the request", async () => {
    for (let index = 0; index < 15; index += 1) {
      const url = `https://example.com/${index}`;
      stripe.addEndpoint(acme.accountId, "test", { url, enabled_events: ["charge.failed"] });
    }
    const { url, marks } = acme.inputs;
    const seed = { url, enabled_events: ["charge.failed"], metadata: { ...marks } };
    stripe.addEndpoint(acme.accountId, "test", seed);
    await expectGoodRun();
  });

  it("names the limit when the room that an orphan makes is not enough", async () => {
    const { url, marks } = acme.inputs;
    const seed = { url, enabled_events: ["charge.failed"], metadata: { ...marks } };
    for (let index = 0; index < 18; index += 1) {
      const isOurs = index === 0;
      const other = { url: `https://example.com/${index}`, enabled_events: ["charge.failed"] };
      stripe.addEndpoint(acme.accountId, "test", isOurs ? seed : other);
    }
    await expect((await provider()).create(acme.inputs)).rejects.toThrow(
      /endpoint-limit-reached: [^\n]*17 webhook endpoints/,
    );
  });
});

it("tells that an endpoint without secret was deleted again when only the answer to the deletion was lost", async () => {
  loseAnswers(DELETE, true, 1);
  const key = addKey({ permissions: ["webhook_write"], hidesSigningSecret: true });
  await expect((await provider(withKey(key))).create(acme.inputs)).rejects.toThrow(/deleted again/);
  expect(endpoints()).toEqual([]);
});

it("may go back to the previous generation when its successor could not be made", async () => {
  const running = await provider();
  const { id, outs, inputs } = await provisioned(running);
  const declaredPrevious = { ...inputs, role: "previous" };
  const previous = await running.update(id, outs, declaredPrevious);
  const { failures } = await running.check(declaredPrevious, acme.inputs);
  expect(failures).toEqual([]);
  expect(await running.update(id, previous, acme.inputs)).toMatchObject({ role: "current" });
});
