import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeKey, fakeSigningSecret } from "../../../sandbox/emulators/stripe/fake-keys";
import { newSigningSecret } from "../../../sandbox/emulators/stripe/ids";
import { noteFiles, noteText } from "./notes";

// Run by leak-sweep.test.ts alone: each test passes, and leaks a secret in its own way.

const key = fakeKey("sk", "test", "planted", `acct_1${"planted".padEnd(15, "0")}`);

it("logs a key", () => {
  console.log(`the key is ${key}`);
});

it("writes a part of a signing secret to standard output", () => {
  process.stdout.write(`it ends in ${newSigningSecret().slice(-16)}\n`);
});

it("leaves a signing secret in a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "plenigo-stripe-planted-"));
  writeFileSync(join(folder, "report.json"), JSON.stringify({ secret: fakeSigningSecret("planted") }));
  noteFiles(folder);
  rmSync(folder, { recursive: true });
});

it("prints what may be known, and no secret", () => {
  noteText(
    "an innocent command",
    `${fakeKey("pk", "test", "public")} acct_1${"planted".padEnd(15, "0")} …${key.slice(-4)}`,
  );
});
