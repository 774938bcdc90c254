import { fakeSigningSecret } from "../../sandbox/emulators/stripe/fake-keys";
import {
  acme,
  endpoints,
  only,
  ownProvider,
  stripe,
  useProviders,
  writes,
} from "../support/provider-fixture";

useProviders();

const RIGHT = fakeSigningSecret("right");
const WRONG = fakeSigningSecret("wrong");

/** Takes over an endpoint made by hand, with the signing secret that a person gave. */
async function adopted(adoptSigningSecret: string) {
  const seed = { url: acme.inputs.url, enabled_events: ["charge.failed"], secret: RIGHT };
  const { id } = stripe.addEndpoint(acme.accountId, "test", seed);
  const running = ownProvider();
  const declared = { ...acme.inputs, adoptEndpointId: id, adoptSigningSecret };
  const { inputs } = await running.check({}, declared);
  const { outs } = await running.create(inputs);
  const { inputs: refreshed } = await running.read(id, outs);
  return { running, id, outs, inputs: refreshed, declared };
}

it("counts an adoption with its signing secret as handed over", async () => {
  const { outs } = await adopted(RIGHT);
  expect(outs.handedOverAt).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect(only(endpoints()).metadata.plenigo_handed_over_at).toBe(outs.handedOverAt);
});

it.each([1, 2])(
  "corrects a wrong signing secret of generation %i in place, and plenigo needs it anew",
  async (generation) => {
    const { running, id, outs, inputs, declared } = await adopted(WRONG);
    const held = { ...outs, generation };
    const marks = { ...declared.marks, plenigo_generation: String(generation) };
    const inState = { endpoints: [{ id, generation, url: acme.inputs.url }] };
    const corrected = { ...declared, generation, marks, inState, adoptSigningSecret: RIGHT };
    const { inputs: checked, failures } = await running.check({ ...inputs, generation }, corrected);
    expect(failures).toEqual([]);
    expect(checked.signingSecret === RIGHT).toBe(true);
    expect(await running.diff(id, held, checked)).toEqual({ changes: true, replaces: [] });
    const updated = await running.update(id, held, checked);
    expect(updated.signingSecret === RIGHT).toBe(true);
    expect(updated).toMatchObject({ endpointId: id, handedOverAt: "" });
    expect((await running.diff(id, updated, checked)).changes).toBe(false);
  },
);

it("changes nothing while the keys stay as they are, or go", async () => {
  const { running, id, outs, inputs, declared } = await adopted(RIGHT);
  stripe.calls.length = 0;
  const stays = await running.check(inputs, declared);
  expect((await running.diff(id, outs, stays.inputs)).changes).toBe(false);
  const goes = await running.check(inputs, acme.inputs);
  expect(goes.inputs.signingSecret === RIGHT).toBe(true);
  expect((await running.diff(id, outs, goes.inputs)).changes).toBe(false);
  expect(writes()).toEqual([]);
});
