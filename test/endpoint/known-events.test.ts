import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { KNOWN_EVENTS } from "../../src/endpoint/known-events";

it("holds each event name of the SDK's request types, and no other", () => {
  const folder = dirname(require.resolve("stripe"));
  const types = readFileSync(join(folder, "resources/WebhookEndpoints.d.ts"), "utf8");
  const union = /type EnabledEvent = ([^;]+);/.exec(types)?.[1] ?? "";
  const names = [...union.matchAll(/'([^']+)'/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(200);
  expect(["*", ...KNOWN_EVENTS].sort()).toEqual(names.sort());
});
