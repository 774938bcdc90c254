import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from "node:crypto";

/** Encrypts and decrypts values as Pulumi's passphrase provider does for one stack. */
export interface StackCipher {
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
export function stackCipher(passphrase: string, encryptionSalt: string): StackCipher {
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
