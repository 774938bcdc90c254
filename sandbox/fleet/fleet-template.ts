import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { isSecretValue } from "../../src/engine/deployment";
import { runCommand } from "../../src/engine/run-command";
import { FOLDER, passphrase } from "../sandbox-folder";
import { documentOf, fleetTenant, type ProvisionedTenant, type TenantState } from "./fleet-tenant";

/** One tenant that the real engine has provisioned; the fleet's others are made from it. */
export interface FleetTemplate {
  readonly tenant: ProvisionedTenant;
  readonly state: TenantState;
  readonly cipher: StackCipher;
  readonly encryptionSalt: string;
  /** Text of Pulumi's state, every secret in plain text. In memory only. */
  readonly checkpoint: string;
}

/** Where Pulumi's file backend keeps a stack's state. */
export function checkpointFile(stack: string): string {
  return join(FOLDER.backend, ".pulumi/stacks/plenigo-stripe", `${stack}.json`);
}

/** Reads the template from what `pulumi up` has left in state, stack file and emulators. */
export async function readTemplate(pulumi: string, env: NodeJS.ProcessEnv): Promise<FleetTemplate> {
  const first = fleetTenant(1);
  const { encryptionsalt } = parse(readFileSync(join(FOLDER.project, `Pulumi.${first.stack}.yaml`), "utf8"));
  const state = readTenantState(first.accountId, first.companyId);
  const [endpoint] = state.account.modes.test.endpoints;
  const tenant = {
    ...first,
    endpointId: endpoint?.id ?? "",
    signingSecret: documentOf(state).webhookSigningSecret ?? "",
    arnSuffix: state.secret?.arn.slice(-6) ?? "",
    versionId: state.secret?.versions.at(-1)?.versionId ?? "",
  };
  const args = ["stack", "export", "--show-secrets", "--stack", first.stack, "--non-interactive"];
  const { code, stdout, stderr } = await runCommand(pulumi, args, { cwd: FOLDER.project, env });
  if (code !== 0) throw new Error(`the first tenant's state can't be read: ${stderr}`);
  const file = JSON.parse(readFileSync(checkpointFile(first.stack), "utf8"));
  file.checkpoint.latest = JSON.parse(stdout).deployment;
  return {
    tenant,
    state,
    cipher: stackCipher(passphrase(), encryptionsalt),
    encryptionSalt: encryptionsalt,
    checkpoint: JSON.stringify(file),
  };
}

function readTenantState(accountId: string, companyId: string): TenantState {
  const { accounts } = JSON.parse(readFileSync(FOLDER.stripeState, "utf8"));
  const { secrets } = JSON.parse(readFileSync(FOLDER.secretsManagerState, "utf8"));
  const account = accounts.find(({ id }: { id: string }) => id === accountId);
  const secret = secrets.find(({ name }: { name: string }) => name.includes(companyId));
  return { account, secret };
}

/** The state's text with every secret encrypted. */
export function sealed(checkpoint: string, cipher: StackCipher): string {
  return JSON.stringify(JSON.parse(checkpoint, (_, value) => seal(value, cipher)));
}

function seal(value: unknown, cipher: StackCipher): unknown {
  if (!isSecretValue(value)) return value;
  const { plaintext, ...rest } = value;
  return plaintext === undefined ? value : { ...rest, ciphertext: cipher.encrypt(plaintext) };
}

/** Encrypts and decrypts values as Pulumi's passphrase provider does for one stack. */
interface StackCipher {
  /** `v1:` and nonce and cipher text, Base64. */
  encrypt(plaintext: string): string;
  decrypt(ciphertext: string): string;
}

/**
 * The cipher of a stack file's `encryptionsalt`. Stacks with the same salt and passphrase share it, so that a thousand
 * stack files can be made without starting the engine a thousand times.
 * Pulumi: sdk/go/common/resource/config/crypt.go (AES-256-GCM; PBKDF2 with SHA-256, 1,000,000 rounds).
 * @throws Error if the passphrase is not that of the salt
 */
function stackCipher(passphrase: string, encryptionSalt: string): StackCipher {
  const [version, salt = "", ...check] = encryptionSalt.split(":");
  if (version !== "v1") throw new Error("this salt is not of Pulumi's passphrase provider");
  const key = pbkdf2Sync(passphrase, Buffer.from(salt, "base64"), 1_000_000, 32, "sha256");
  const cipher = {
    encrypt: (text: string) => encrypt(key, text),
    decrypt: (text: string) => decrypt(key, text),
  };
  if (cipher.decrypt(check.join(":")) !== "pulumi")
    throw new Error("the passphrase is not that of the stack");
  return cipher;
}

function encrypt(key: Buffer, plaintext: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
}

function decrypt(key: Buffer, ciphertext: string): string {
  const [, nonce = "", sealed = ""] = ciphertext.split(":");
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString("utf8");
}
