import { randomBytes } from "node:crypto";

/** Prefixes of the ids that the emulator gives. */
export type IdPrefix = "we" | "evt" | "pi" | "req";

/** A new id, `we_1` and 23 alphanumerics; a request's is `req_` and 14. */
export function newId(prefix: IdPrefix): string {
  return prefix === "req" ? `req_${randomAlphanumeric(14)}` : `${prefix}_1${randomAlphanumeric(23)}`;
}

/** A new signing secret, `whsec_` and 32 alphanumerics. */
export function newSigningSecret(): string {
  return `whsec_${randomAlphanumeric(32)}`;
}

/** `length` random characters of `[A-Za-z0-9]`. */
export function randomAlphanumeric(length: number): string {
  let text = "";
  while (text.length < length) text += randomBytes(length).toString("base64").replace(/[+/=]/g, "");
  return text.slice(0, length);
}
