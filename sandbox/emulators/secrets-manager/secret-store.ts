import { randomInt } from "node:crypto";
import type { Cause, JournalEntry } from "../journal";
import { StateFile } from "../state-file";
import type { EmulatedSecret } from "./emulated-secret";

/** Of an ARN: a hyphen and six characters. */
const SUFFIX_LENGTH = 7;
const suffixCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Where a call looks for names: the caller's account, the region its request is signed for. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** The secrets of all accounts and regions, in memory and, if there is one, in the state file. */
export class SecretStore {
  readonly #state: StateFile<EmulatedSecret>;
  #isChanged = false;

  /** Starts with what the state file holds, if it exists. Throws if it can't be read as a state. */
  constructor(file?: string) {
    this.#state = new StateFile("Secrets Manager", "secrets", file);
  }

  /** What was done to secrets, oldest first. */
  get journal(): readonly JournalEntry[] {
    return this.#state.journal.entries;
  }

  /** Does `change` and notes what became of the secret with this name, ARN or partial ARN, wherever it is. */
  noting<T>(cause: Cause, secret: string | undefined, change: () => T): T {
    const touched = () =>
      this.all().filter(({ name, arn }) => [name, arn, arn.slice(0, -SUFFIX_LENGTH)].includes(secret ?? ""));
    return this.#state.journal.note(
      cause,
      () => new Map(touched().map((one) => [one.arn, described(one)])),
      change,
    );
  }

  /** All secrets, in the order of their creation. */
  all(): readonly EmulatedSecret[] {
    return this.#state.objects;
  }

  /** The secrets of one account and region, in the order of their creation. */
  inPlace(place: Place): EmulatedSecret[] {
    const prefix = arnPrefix(place);
    return this.all().filter(({ arn }) => arn.startsWith(prefix));
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
    this.#state.objects.push(secret);
  }

  remove(secret: EmulatedSecret): void {
    this.#state.objects.splice(this.all().indexOf(secret), 1);
  }

  /** Forgets the secrets whose recovery window has ended at `now` (ms). */
  purge(now: number): void {
    for (const secret of this.all().filter(({ deletedDate = Infinity }) => deletedDate <= now)) {
      this.remove(secret);
      this.#isChanged = true;
    }
  }

  /** Makes the next `save` write. */
  markChanged(): void {
    this.#isChanged = true;
  }

  /** Writes the state file, if there is one and something changed. */
  save(): void {
    if (this.#isChanged) this.#state.save();
    this.#isChanged = false;
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

/** Without values: of a version its id and its labels, and by label the webhook endpoints that its value names. */
function described({ name, description, tags, kmsKeyId, policy, deletedDate, versions }: EmulatedSecret) {
  const stages = Object.fromEntries(versions.map((version) => [version.versionId, version.stages]));
  const named = versions.flatMap(({ secretString, stages: labels }) => {
    const ids = secretString.match(/\bwe_[A-Za-z0-9]+/g);
    return ids ? labels.map((label) => [label, ids]) : [];
  });
  const endpoints = Object.fromEntries(named);
  const deletionDate = deletedDate && new Date(deletedDate).toISOString();
  return { name, description, tags, kmsKeyId, policy, deletionDate, stages, endpoints };
}
