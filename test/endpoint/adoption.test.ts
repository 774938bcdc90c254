import { adoptionWords, judgeAdoption } from "../../src/endpoint/adoption";
import { tenant } from "../support/tenant";

const { inputs } = tenant();
const adopting = { ...inputs, adoptEndpointId: "we_1" };

/** The endpoint that the configuration names. */
const endpoint = (metadata: Record<string, string>) => ({
  id: "we_1",
  url: inputs.url,
  enabledEvents: [],
  description: "",
  enabled: true,
  livemode: false,
  createdAt: new Date(0),
  metadata,
});

// Found by model.test.ts: the second generation became the same endpoint as the first, and was deleted with it.
it.each([
  ["that the stack has as its first generation", { ...inputs.marks }],
  ["whose marks somebody took off", {}],
])("refuses to adopt an endpoint %s once more for a rotation", (_, metadata) => {
  expect(() => judgeAdoption([endpoint(metadata)], { ...adopting, generation: 2 })).toThrow(
    /adoption-refused: [^\n]*signingSecretGeneration is 2, and a rotation makes a new endpoint[\s\S]*config rm-all plenigo-stripe:adoptEndpointId plenigo-stripe:adoptSigningSecret/,
  );
});

it("goes on with an adoption whose answer was lost", () => {
  expect(() => judgeAdoption([endpoint({ ...inputs.marks })], adopting)).not.toThrow();
});

describe("what an adoption changes is said before it happens", () => {
  it("names the events that go on and off, and the description that is overwritten", () => {
    const there = {
      ...endpoint({}),
      enabledEvents: ["charge.failed", ...Object.keys(inputs.enabledEvents).slice(1)],
    };
    const words = adoptionWords({ ...there, description: "by hand", enabled: false }, adopting);
    expect(words).toBe(
      "adoption: endpoint we_1 is taken over with its id and signing secret; changes: " +
        'description: "by hand" becomes "a tenant"; it is enabled; events on: account.updated; events off: charge.failed',
    );
  });

  it("says that only the marks change when all else is as declared", () => {
    const there = {
      ...endpoint({}),
      enabledEvents: Object.keys(inputs.enabledEvents),
      description: "a tenant",
    };
    expect(adoptionWords(there, adopting)).toMatch(/; only its marks change$/);
  });
});

it("refuses an endpoint that belongs to another company", () => {
  const metadata = { ...inputs.marks, plenigo_company_id: "B".repeat(20) };
  expect(() => judgeAdoption([endpoint(metadata)], adopting)).toThrow(/somebody else .*company BBBB/);
});
