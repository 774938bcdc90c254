import type { EngineEvent } from "@pulumi/pulumi/automation";
import { judgePreview } from "../../../../src/commands/fleet/run/judge-preview";
import { eventMap } from "../../../../src/endpoint/endpoint-state";
import { enabledEventsFor } from "../../../../src/endpoint/required-events";
import { BLINDED, endpointState, recordOf, refreshed, step, summary } from "../../../support/engine-events";

const declared = endpointState();
const events = enabledEventsFor([]);
const version = { secretString: BLINDED, versionStages: ["AWSCURRENT"] };

/** An endpoint whose state, world and declaration differ as given. */
function endpoint(before: object, found: object, now: object): EngineEvent[] {
  const old = endpointState(found as never);
  return [
    refreshed("endpoint", endpointState(before as never), old),
    step("update", "endpoint", { old, declared: endpointState(now as never) }),
  ];
}

const UNTOUCHED = [
  refreshed("endpoint", declared, declared),
  refreshed("secret", { tags: {} }, { tags: {} }),
];
const GONE = { old: undefined, declared };

const ENDPOINTS: readonly [string, EngineEvent[], string, string, RegExp][] = [
  [
    "disabled by hand",
    endpoint({}, { enabled: false }, {}),
    "drift",
    "endpoint-disabled",
    /we_1 is disabled$/,
  ],
  [
    "with a URL changed by hand",
    endpoint({}, { url: "https://example.com" }, {}),
    "drift",
    "url-differs",
    /another URL/,
  ],
  [
    "without its marks",
    endpoint({}, { marks: {} }, {}),
    "drift",
    "marks-differ",
    /does not carry the stack's marks/,
  ],
  [
    "that lacks an event",
    endpoint({}, { enabledEvents: eventMap(events.slice(1)) }, {}),
    "drift",
    "events-differ",
    /lacks account\.updated$/,
  ],
  [
    "that sends another event",
    endpoint({}, { enabledEvents: eventMap([...events, "charge.failed"]) }, {}),
    "drift",
    "events-differ",
    /sends charge\.failed, which nobody declared/,
  ],
  [
    "with a new event declared",
    endpoint({}, {}, { enabledEvents: eventMap([...events, "charge.failed"]) }),
    "pending",
    "change-pending",
    /gets charge\.failed$/,
  ],
  [
    "with a new text declared",
    endpoint({}, {}, { description: "new" }),
    "pending",
    "change-pending",
    /another description/,
  ],
  [
    "whose stack was renamed",
    endpoint({}, {}, { marks: { ...(declared.marks as object), plenigo_stack: "b" } }),
    "pending",
    "change-pending",
    /gets the stack's marks/,
  ],
  [
    "that becomes the previous one",
    endpoint({}, {}, { role: "previous" }),
    "pending",
    "change-pending",
    /becomes the previous/,
  ],
  [
    "that a refused key could not read",
    endpoint({}, { unreadable: "refused" }, {}),
    "drift",
    "endpoint-unreadable",
    /refused/,
  ],
  [
    "that is gone",
    [refreshed("endpoint", declared), step("create", "endpoint", GONE)],
    "missing",
    "endpoint-missing",
    /we_1 is gone/,
  ],
];

it.each(ENDPOINTS)("an endpoint %s is named", (_, told, status, code, message) => {
  const judgement = judgePreview(recordOf(...told));
  expect(judgement).toEqual({
    status,
    findings: [expect.objectContaining({ code, message: expect.stringMatching(message) })],
  });
});

const OTHERS: readonly [string, EngineEvent[], string, readonly string[]][] = [
  ["nothing to do", UNTOUCHED, "ok", []],
  [
    "nothing in the state",
    [step("create", "endpoint", { declared }), step("create", "secret", { declared: {} })],
    "missing",
    ["never-provisioned"],
  ],
  [
    "a secret edited by hand",
    [
      refreshed("secret version", version, { ...version, versionStages: ["AWSPREVIOUS"] }),
      step("update", "secret version", { old: version, declared: version, properties: ["versionStages"] }),
    ],
    "drift",
    ["secret-mismatch"],
  ],
  [
    "a secret with other tags",
    [
      refreshed("secret", { tags: {} }, { tags: { a: "b" } }),
      step("update", "secret", { old: {}, declared: {}, properties: ["tags.a"] }),
    ],
    "drift",
    ["secret-settings-differ"],
  ],
  [
    "another key declared",
    [
      refreshed("secret version", version, version),
      step("replace", "secret version", { old: version, declared: version, properties: ["secretString"] }),
    ],
    "pending",
    ["change-pending"],
  ],
  [
    "a secret that is gone with its content",
    [
      refreshed("secret", { tags: {} }),
      refreshed("secret version", version),
      step("create", "secret", { declared: {} }),
      step("create", "secret version", { declared: version }),
    ],
    "missing",
    ["secret-missing"],
  ],
  [
    "a reader policy taken away by hand",
    [
      ...UNTOUCHED,
      refreshed("reader policy", { policy: "{}" }),
      step("create", "reader policy", { declared: {} }),
    ],
    "drift",
    ["reader-policy-differs"],
  ],
  [
    "an endpoint that is gone, and the content that follows from it",
    [
      refreshed("endpoint", declared),
      refreshed("secret version", version, version),
      step("create", "endpoint", { declared }),
      step("replace", "secret version", { old: version, declared: version, properties: ["secretString"] }),
    ],
    "missing",
    ["endpoint-missing"],
  ],
  [
    "a second endpoint declared for a rotation",
    [...UNTOUCHED, step("create", "endpoint 2", { declared: endpointState({ generation: 2 }) })],
    "pending",
    ["change-pending"],
  ],
  [
    "an endpoint no longer declared",
    [...UNTOUCHED, step("delete", "endpoint", { old: declared })],
    "pending",
    ["change-pending"],
  ],
  [
    "a bucket of the user's own program",
    [
      refreshed("bucket", { acl: "a" }, { acl: "b" }),
      step("update", "bucket", { old: {}, declared: {}, properties: ["acl"] }),
    ],
    "drift",
    ["resource-differs"],
  ],
  ["a component alone", [...UNTOUCHED, summary({ same: 4, create: 1 })], "pending", ["change-pending"]],
  [
    "a provider's new settings",
    [...UNTOUCHED, step("update", "provider", { old: {}, declared: {} })],
    "ok",
    [],
  ],
];

it.each(OTHERS)("%s has its status", (_, told, status, codes) => {
  const judgement = judgePreview(recordOf(...told));
  expect([judgement.status, judgement.findings.map(({ code }) => code)]).toEqual([status, codes]);
});

it("keeps what somebody changed apart from what is newly declared, event by event", () => {
  const old = endpointState({ enabledEvents: eventMap(events.slice(1)), description: "by hand" });
  const now = endpointState({ enabledEvents: eventMap([...events, "charge.failed"]) });
  const told = [refreshed("endpoint", declared, old), step("update", "endpoint", { old, declared: now })];
  expect(judgePreview(recordOf(...told))).toMatchObject({
    status: "drift",
    findings: [
      { code: "description-differs", expected: "a tenant", actual: "by hand" },
      { code: "events-differ", expected: ["account.updated"], actual: [] },
      { code: "change-pending", message: "endpoint we_1 gets charge.failed" },
    ],
  });
});

it("never repeats a key that somebody wrote into a description", () => {
  const key = `sk_${"live"}_abc123`;
  const { findings } = judgePreview(recordOf(...endpoint({}, { description: key }, {})));
  expect(JSON.stringify(findings)).toContain("sk_live_[redacted]");
  expect(JSON.stringify(findings)).not.toContain(key);
});
