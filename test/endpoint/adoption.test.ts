import { judgeAdoption } from "../../src/endpoint/adoption";
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
    /adoption-refused: [^\n]*signingSecretGeneration is 2, and a rotation makes a new endpoint[\s\S]*config rm adoptEndpointId/,
  );
});

it("goes on with an adoption whose answer was lost", () => {
  expect(() => judgeAdoption([endpoint({ ...inputs.marks })], adopting)).not.toThrow();
});
