import { randomInt } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { type Cause, Journal, readJournal } from "../journal";
import type { EmulatedSecret } from "./emulated-secret";

const suffixCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Where a call looks for names: the caller's account, the region its request is signed for. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** The secrets of all accounts and regions, in memory and, if there is one, in the state file. */
export class SecretStore {
  private secrets: EmulatedSecret[];
  private isChanged = false;
  readonly #journal: Journal;

  /** Starts with what the state file holds, if it exists. Throws if it can't be read as a state. */
  constructor(private readonly file?: string) {
    const isThere = file !== undefined && existsSync(file);
    this.secrets = isThere ? readSecrets(file) : [];
    this.#journal = new Journal(isThere ? readJournal(file) : []);
  }

  /** What was done to secrets, oldest first. */
  get journal(): Journal["entries"] {
    return this.#journal.entries;
  }

  /** Does `change` and notes what became of the secrets. */
  noting<T>(cause: Cause, change: () => T): T {
    return this.#journal.note(
      cause,
      () => new Map(this.secrets.map((secret) => [secret.arn, described(secret)])),
      change,
    );
  }

  /** All secrets, in the order of their creation. */
  all(): readonly EmulatedSecret[] {
    return this.secrets;
  }

  /** The secrets of one account and region, in the order of their creation. */
  inPlace(place: Place): EmulatedSecret[] {
    const prefix = arnPrefix(place);
    return this.secrets.filter(({ arn }) => arn.startsWith(prefix));
  }

  /**
   * By name, ARN, or ARN without its suffix. As at AWS, an ARN whose end looks like a suffix counts as complete.
   * docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
   */
  find(nameOrArn: string, place: Place): EmulatedSecret | undefined {
    const secrets = this.inPlace(place);
    if (!nameOrArn.startsWith("arn:")) return secrets.find(({ name }) => name === nameOrArn);
    const exact = secrets.find(({ arn }) => arn === nameOrArn);
    if (exact || /-[A-Za-z0-9]{6}$/.test(nameOrArn)) return exact;
    return secrets.find(({ name }) => `${arnPrefix(place)}${name}` === nameOrArn);
  }

  add(secret: EmulatedSecret): void {
    this.secrets.push(secret);
  }

  remove(secret: EmulatedSecret): void {
    this.secrets = this.secrets.filter((candidate) => candidate !== secret);
  }

  /** Forgets the secrets whose recovery window has ended at `now` (ms). */
  purge(now: number): void {
    const kept = this.secrets.filter(({ deletedDate = Infinity }) => deletedDate > now);
    if (kept.length === this.secrets.length) return;
    this.secrets = kept;
    this.isChanged = true;
  }

  /** Makes the next `save` write. */
  markChanged(): void {
    this.isChanged = true;
  }

  /** Writes the state file if something changed: completely or not at all, readable by its owner only. */
  save(): void {
    if (!this.isChanged) return;
    this.isChanged = false;
    if (!this.file) return;
    const draft = `${this.file}.${process.pid}.tmp`;
    const state = { version: 1, secrets: this.secrets, journal: this.journal };
    writeFileSync(draft, JSON.stringify(state), { mode: 0o600 });
    renameSync(draft, this.file);
  }
}

/** A new secret's ARN: `arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-` and six random characters. */
export function newArn(name: string, place: Place): string {
  const suffix = Array.from({ length: 6 }, () => suffixCharacters[randomInt(suffixCharacters.length)]);
  return `${arnPrefix(place)}${name}-${suffix.join("")}`;
}

function arnPrefix({ account, region }: Place): string {
  return `arn:${partitionOf(region)}:secretsmanager:${region}:${account}:secret:`;
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** Without values: a version is its id and its labels. */
function described({ name, description, tags, kmsKeyId, policy, deletedDate, versions }: EmulatedSecret) {
  const stages = Object.fromEntries(versions.map((version) => [version.versionId, version.stages]));
  const deletionDate = deletedDate && new Date(deletedDate).toISOString();
  return { name, description, tags, kmsKeyId, policy, deletionDate, stages };
}

function readSecrets(file: string): EmulatedSecret[] {
  const state = JSON.parse(readFileSync(file, "utf8")) as { version?: unknown; secrets?: EmulatedSecret[] };
  if (state?.version === 1 && Array.isArray(state.secrets)) return state.secrets;
  throw new Error(`${file} is no state of the Secrets Manager emulator.`);
}
