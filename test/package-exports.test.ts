import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { fakeSigningSecret } from "../sandbox/emulators/stripe/fake-keys";
import * as schemaModule from "../src/secret/connection-secret";
import { installedCopyOf, OWN_PROGRAM } from "./support/linked-program";
import { tenant } from "./support/tenant";

const run = promisify(execFile);
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of an application that depends on this package alone. */
function application(): string {
  const folder = mkdtempSync(join(tmpdir(), "plenigo-stripe-application-"));
  const manifest = { name: "application", private: true, dependencies: { "plenigo-stripe": "*" } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  const installed = installedCopyOf(folder);
  folders.push(folder, installed);
  return installed;
}

/** A connection secret's text, as AWS returns it. */
function secretText(): string {
  const { companyId, environment, accountId, inputs } = tenant();
  return schemaModule.connectionSecretText({
    companyId,
    environment,
    schemaVersion: "1",
    stripeAccountId: accountId,
    webhookEndpointId: "we_1",
    webhookSigningSecret: fakeSigningSecret("application"),
    webhookUrl: inputs.url,
  });
}

describe("an application in plain JavaScript", () => {
  let folder: string;
  beforeAll(() => {
    folder = application();
  });

  it.each([
    ["a CommonJS module", "cjs", `const names = require("plenigo-stripe/connection-secret");`],
    ["an ECMAScript module", "mjs", `import * as names from "plenigo-stripe/connection-secret";`],
  ])("reads the connection secret in %s", async (_, ending, load) => {
    const file = join(folder, `reader.${ending}`);
    const read = "names.connectionSecretSchema.parse(JSON.parse(process.argv[2]))";
    writeFileSync(file, `${load}\nconsole.log(${read}.companyId, Object.keys(names).sort().join());\n`);
    const { stdout, stderr } = await run(process.execPath, [file, secretText()]);
    const own = Object.keys(schemaModule).sort();
    expect([stderr, stdout.split(" ")[0]]).toEqual(["", tenant().companyId]);
    expect(stdout.trim().split(" ")[1]?.split(",")).toEqual(expect.arrayContaining(own));
  });
});

describe("a program in TypeScript", () => {
  it("gets types of the component and of the connection secret", async () => {
    const folder = installedCopyOf(OWN_PROGRAM);
    folders.push(folder);
    const file = join(folder, "reader.ts");
    const lines = [
      `import { type ConnectionSecret, connectionSecretSchema } from "plenigo-stripe/connection-secret";`,
      `const secret: ConnectionSecret = connectionSecretSchema.parse({});`,
      `export const wrong: number = secret.companyId;`,
    ];
    writeFileSync(file, lines.join("\n"));
    const config = { extends: "./tsconfig.json", include: ["index.ts", "reader.ts"] };
    writeFileSync(join(folder, "tsconfig.reader.json"), JSON.stringify(config));
    const tsc = require.resolve("typescript/bin/tsc");
    const failure = await run(process.execPath, [tsc, "-p", "tsconfig.reader.json"], { cwd: folder }).catch(
      (error: { stdout: string }) => error,
    );
    const faults = failure.stdout.trim().split("\n");
    expect(faults).toEqual([expect.stringMatching(/^reader\.ts\(3,.*TS2322/)]);
  });
});
