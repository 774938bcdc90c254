import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Text files by their path; made in a folder of their own, which goes after the test. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "plenigo-stripe-project-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** `Pulumi.yaml` of our project. */
export const PROJECT = "name: plenigo-stripe\nruntime: nodejs\n";

/** A valid stack file; `lines` are added to its configuration. */
export function stackFileText(companyId: string, ...lines: readonly string[]): string {
  const config = [
    "aws:region: eu-central-1",
    'aws:allowedAccountIds: ["123456789012"]',
    `plenigo-stripe:companyId: ${companyId}`,
    "plenigo-stripe:stripeAccountId: acct_1000000000000000",
    "plenigo-stripe:stripeDeployKey: { secure: v1:cipher:text }",
    ...lines,
  ];
  return `encryptionsalt: v1:salt\nconfig:\n${config.map((line) => `  ${line}\n`).join("")}`;
}

/** A company id, 20 characters, that ends in the number. */
export function companyId(number: number): string {
  return `COMPANY${String(number).padStart(13, "0")}`;
}
