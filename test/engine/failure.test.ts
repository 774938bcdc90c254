import { hostname } from "node:os";
import { engineFailure, reasonsIn } from "../../src/engine/failure";
import { isLeftBehind, lockIn } from "../../src/engine/stack-lock";

it.each([
  ["one line", "error: no stack named 'a' found\n", ["no stack named 'a' found"]],
  [
    // The S3 backend and KMS give their reason below the first line.
    "several lines",
    "error: 2 errors occurred:\n\t* could not list the bucket\n\t* AccessDenied: no s3:ListBucket\n\n",
    ["2 errors occurred:\n* could not list the bucket\n* AccessDenied: no s3:ListBucket"],
  ],
  [
    "an indented one among diagnostics",
    "Diagnostics:\n  aws:Secret (x):\n    error: 1 error occurred:\n    \t* denied\n  pulumi:Stack (y):\n    error: update failed\n",
    ["1 error occurred:\n* denied"],
  ],
  ["that it failed, where that is all", "error: update failed\n", ["update failed"]],
  ["a key not", `error: bad ${"whsec_"}abc\n`, ["bad whsec_[redacted]"]],
])("reads a reason of the engine whole: %s", (_, text, reasons) => {
  expect(reasonsIn(text)).toEqual(reasons);
});

const HELD =
  "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n  file:///b/.pulumi/locks/a.json: created by me@here (pid 7) at 2026-01-01T00:00:00Z\n";

it.each([
  ["of a file or bucket backend", HELD, /me@here, process 7, since 2026-01-01T00:00:00Z/],
  [
    "of Pulumi Cloud",
    "error: [409] Conflict: Another update is currently in progress.\nTo learn more, visit https://www.pulumi.com/docs/\n",
    /Another update is currently in progress/,
  ],
  [
    "lost in a race on S3",
    'error: blob (key ".pulumi/locks/organization/p/s/1.json") (code=NotFound): NoSuchKey: the key does not exist\n',
    /\.pulumi\/locks/,
  ],
])("knows a lock %s", (_, text, who) => {
  const error = engineFailure(text, "pulumi up", "acme.stage");
  expect(error.code).toBe("stack-locked");
  expect(error.message).toMatch(who);
  expect(error.message).toContain("pulumi cancel --yes --stack acme.stage");
});

it("takes another failure for no lock, and keeps all of its lines", () => {
  const error = engineFailure("error: 2 errors occurred:\n  * one\n  * two\n", "pulumi up", "acme.stage");
  expect([error.code, lockIn(error.message)]).toEqual(["engine-failed", undefined]);
  expect(error.message).toContain("* one\n* two");
});

it.each([
  ["a dead process of this machine", hostname(), 999_999_999, true],
  ["a process of this machine that runs", hostname(), process.pid, false],
  ["a process of another machine", "elsewhere", 999_999_999, false],
])("tells whether a lock was left behind: %s", (_, host, pid, expected) => {
  const text = `the stack is currently locked by 1 lock(s)\n  a: created by me@${host} (pid ${pid}) at 2026\n`;
  const lock = lockIn(text);
  expect(lock && isLeftBehind(lock)).toBe(expected);
});
