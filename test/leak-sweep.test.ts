import { join } from "node:path";
import { CHECKOUT } from "../sandbox/tenant-project";
import { runCommand } from "../src/engine/run-command";

const REPORTERS = ["leaks/leak-reporter.js", "writes/write-reporter.js"].map((file) =>
  join(CHECKOUT, "test/support", file),
);

it("makes a run fail that has printed or written a secret, and names the places without the secret", async () => {
  const jest = require.resolve("jest/bin/jest");
  const args = ["--testMatch", "**/planted-secrets.fixture.ts", "--runInBand", "--selectProjects=unit"];
  args.push(...REPORTERS.map((file) => `--reporters=${file}`));
  const { code, stderr } = await runCommand(process.execPath, [jest, ...args], {
    cwd: CHECKOUT,
    env: { ...process.env, PLENIGO_STRIPE_LEAK_NOTES: undefined, PLENIGO_STRIPE_WRITES: undefined },
  });
  const [summary, ...places] = stderr.slice(stderr.indexOf("Leak sweep")).trim().split("\n");
  expect(code).toBe(1);
  expect(summary).toMatch(/^Leak sweep: 3 secrets, \d+ texts, 3 leaks$/);
  expect(places.slice(0, 3).sort()).toEqual([
    "  a secret in planted-secrets.fixture.ts: console",
    "  a secret in planted-secrets.fixture.ts: report.json",
    "  a secret in planted-secrets.fixture.ts: stdout",
  ]);
});
