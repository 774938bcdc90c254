import fc from "fast-check";
import {
  LONGEST_NAME,
  nameCollisions,
  resourceName,
} from "../../../../src/commands/fleet/kubernetes/stack-resource";

it.each([
  ["a tenant's stack", "acme.stage", "acme-stage"],
  ["a single tenant", "live", "live"],
  ["capitals and underscores", "Acme_News.live", "acme-news-live"],
  ["dots in a row", "acme..news.live", "acme-news-live"],
  ["a name that starts with a digit", "20min.live", "stack-20min-live"],
  ["a name of signs only", "_._", "stack"],
  ["42 characters", `${"a".repeat(37)}.live`, `${"a".repeat(37)}-live`],
])("maps %s", (_, stack, name) => {
  expect(resourceName(stack)).toBe(name);
});

it("cuts a long name and tells apart what the cut would make alike", () => {
  const names = ["x", "y"].map((end) => resourceName(`${"a".repeat(50)}${end}.live`));
  expect(names[0]).toMatch(/^a{33}-[0-9a-f]{8}$/);
  expect(new Set(names).size).toBe(2);
});

it("always gives a name that a Service can have", () => {
  const stacks = fc.stringMatching(/^[A-Za-z0-9_.-]{1,100}$/);
  fc.assert(
    fc.property(stacks, (stack) => {
      expect(resourceName(stack)).toMatch(/^[a-z]([a-z0-9-]*[a-z0-9])?$/);
      expect(resourceName(stack).length).toBeLessThanOrEqual(LONGEST_NAME);
    }),
  );
});

it("finds stacks whose names would be the same", () => {
  expect(nameCollisions(["acme.stage", "bild.stage", "acme-stage", "ACME.stage"])).toEqual([
    { name: "acme-stage", stacks: ["acme.stage", "acme-stage", "ACME.stage"] },
  ]);
});
