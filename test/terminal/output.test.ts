import { Writable } from "node:stream";
import { careForOutput } from "../../src/terminal/output";

const FULL = Object.assign(new Error("no space left on device, write"), { code: "ENOSPC" });
const GONE = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });

/** A stream that takes so many writes and then fails. */
function stream(writes = Number.POSITIVE_INFINITY, failure: Error = FULL) {
  const texts: string[] = [];
  const writable = new Writable({
    autoDestroy: false,
    write: (chunk, _encoding, done) => {
      if (texts.length >= writes) return done(failure);
      texts.push(String(chunk));
      done();
    },
  });
  return { writable, texts };
}

/** As Node's stream of a file, which fails in the call itself. */
function throwing(): Writable {
  const writable = new Writable();
  writable.write = () => {
    throw FULL;
  };
  return writable;
}

it("passes on what both streams take", async () => {
  const [out, err] = [stream(), stream()];
  const output = careForOutput({ stdout: out.writable, stderr: err.writable });
  out.writable.write("result\n");
  err.writable.write("progress\n");
  await output.flushed();
  expect([out.texts, err.texts, output.isResultLost]).toEqual([["result\n"], ["progress\n"], false]);
});

it.each([
  ["a disk that is full", () => stream(0).writable, "ENOSPC"],
  ["a file that fails in the call", throwing, "ENOSPC"],
  ["a reader that leaves", () => stream(0, GONE).writable, "its reader has left"],
])("says once of %s that the result is lost, and ends nothing", async (_, make, reason) => {
  const [stdout, err] = [make(), stream()];
  const output = careForOutput({ stdout, stderr: err.writable });
  for (const line of ["one\n", "two\n", "three\n"]) stdout.write(line);
  await output.flushed();
  expect(output.isResultLost).toBe(true);
  expect(err.texts).toEqual([
    `standard output can't be written to (${reason}); the rest of the result was not written.\n`,
  ]);
});

it("gives the news of a command that changes the world to standard error instead", async () => {
  const [out, err] = [stream(1, GONE), stream()];
  const output = careForOutput({ stdout: out.writable, stderr: err.writable });
  output.keepResult();
  for (const line of ["one\n", "two\n", "three\n"]) out.writable.write(line);
  await output.flushed();
  expect(out.texts).toEqual(["one\n"]);
  expect(err.texts.join("")).toMatch(/the result follows here\.\ntwo\nthree\n$/);
});

it("survives that both fail", async () => {
  const [out, err] = [stream(0), stream(0)];
  const output = careForOutput({ stdout: out.writable, stderr: err.writable });
  out.writable.write("result\n");
  err.writable.write("progress\n");
  await output.flushed();
  expect(output.isResultLost).toBe(true);
});
