import { judgeAdoption } from "../../src/endpoint/adoption";
import { marksOf } from "../../src/endpoint/marks";
import { tenant } from "../support/tenant";

const { inputs, companyId } = tenant();
const marks = marksOf("plenigo-stripe", "stage", companyId, 2);
const second = { ...inputs, generation: 2, marks, adoptEndpointId: "we_1" };

/** The endpoint that the configuration names, with the marks of a generation. */
const adopted = (generation: number) => ({
  id: "we_1",
  url: inputs.url,
  enabledEvents: [],
  description: "",
  enabled: true,
  livemode: false,
  metadata: { ...inputs.marks, plenigo_generation: String(generation) },
});

// Found by model.test.ts: the second generation became the same endpoint as the first, with the same secret.
it("refuses to adopt the stack's own endpoint once more for a rotation", () => {
  expect(() => judgeAdoption([adopted(1)], second)).toThrow(
    /adoption-refused: [\s\S]*as generation 1; a rotation makes a new one[\s\S]*config rm adoptEndpointId/,
  );
});

it("goes on with an adoption whose answer was lost", () => {
  expect(() => judgeAdoption([adopted(2)], second)).not.toThrow();
});
