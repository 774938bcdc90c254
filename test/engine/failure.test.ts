import { engineFailure, reasonsIn } from "../../src/engine/failure";

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

it("tells a lock as one, with its ways out, and another failure with all of its lines", () => {
  const text =
    "error: the stack is currently locked by 1 lock(s)\n  a: created by me@there (pid 7) at 2026\n";
  const error = engineFailure(text, "pulumi up", "acme.stage");
  expect(error.message).toMatch(
    /^stack-locked: a run on another machine .*: me@there, process 7, since 2026\.\n/,
  );
  expect(error.message).toContain("pulumi cancel --yes --stack acme.stage");
  const other = engineFailure("error: 2 errors occurred:\n  * one\n  * two\n", "pulumi up", "acme.stage");
  expect(other.message).toMatch(/^engine-failed: .*\n\* one\n\* two/);
});

// A run was killed at that moment; cancel, export and config all ended with "EOF" and nothing else.
it("tells what to delete where a killed run has left the checksum of a state empty", () => {
  const error = engineFailure("error: failed to load checkpoint: EOF\n", "pulumi cancel", "acme.stage");
  expect(error.message).toMatch(
    /checkpoint: EOF[\s\S]*next {3}.*delete \.pulumi\/stacks\/PROJECT\/STACK\.json\.attrs/,
  );
});
