import * as pulumi from "@pulumi/pulumi";
import { fakeKey, fakeSigningSecret } from "../../sandbox/emulators/stripe/fake-keys";
import { maskLogs } from "../../src/secret/masked-log";
import "../../src/connection";

const LEVELS = ["debug", "info", "warn", "error"] as const;

function recordingLog() {
  const write = jest.fn(async (_message: string, ..._rest: unknown[]) => {});
  return { write, log: { debug: write, info: write, warn: write, error: write } };
}

// With --json the engine always prints what the SDK logs at level "debug": each resource with its secrets in clear.
it.each(LEVELS)("takes keys and signing secrets out of what is logged as %s", async (level) => {
  const { write, log } = recordingLog();
  maskLogs([log]);
  const secrets = [fakeSigningSecret("masked"), fakeKey("sk", "live", "masked")];
  await log[level](`RegisterResource RPC finished: resp: ,${secrets.join(",")},${JSON.stringify(secrets)}`);
  expect(write.mock.calls).toEqual([
    [
      'RegisterResource RPC finished: resp: ,whsec_[redacted],sk_live_[redacted],["whsec_[redacted]","sk_live_[redacted]"]',
    ],
  ]);
});

it("hands on the resource and all that goes with a message", async () => {
  const { write, log } = recordingLog();
  maskLogs([log]);
  await log.warn("careful", "resource", 3, true);
  expect(write.mock.calls).toEqual([["careful", "resource", 3, true]]);
});

it("masks a log once, however often the component is loaded", () => {
  const { log } = recordingLog();
  maskLogs([log]);
  const { debug } = log;
  maskLogs([log]);
  expect(log.debug).toBe(debug);
});

it("is done to the program's own SDK when the component is loaded", () => {
  const marks = LEVELS.map((level) => Object.getOwnPropertySymbols(pulumi.log[level]).map(String));
  expect(marks).toEqual(LEVELS.map(() => ["Symbol(plenigo-stripe: masked)"]));
});
