import { type EmulatorServer, type EmulatorServerOptions, startEmulatorServer } from "../emulator-server";
import type { JournalEntry } from "../journal";
import type { DeniedActions } from "./access";
import { AwsService } from "./aws-service";
import type { CallerDirectory } from "./caller";
import { currentLabel, type EmulatedSecret, versionWithLabel } from "./emulated-secret";
import { SecretStore } from "./secret-store";

/**
 * AWS Secrets Manager and STS on a loopback port, true to AWS where moto 5.2.1 isn't.
 *
 * Emulated: names, ARNs with suffix, partial ARNs, a store per account and region, versions and staging labels,
 * ClientRequestToken idempotency, recovery windows (by the clock passed in), tags, resource policies with access
 * between accounts, AWS's limits, errors and their wording, GetCallerIdentity.
 *
 * For tests: every call is recorded (`calls`), every change of a secret noted (`journal`), and calls can go wrong
 * (`faults`).
 *
 * Known limits:
 * - Only the operations that the AWS plugin, its stand-in and our own code call: ListSecrets, filters and binary values
 *   are not among them.
 * - No replication, rotation, random passwords, KMS (only: no cross-account read under the default key), throttling
 *   or delayed consistency; a forced deletion is done at once.
 * - Of a signature only the credential scope is checked: form, date, region, service, terminator. Any access key is
 *   known, and the hour doesn't matter. An operation that isn't here is answered like one that AWS doesn't know.
 * - IAM is `denied`, `principals`, `policies` and resource policies without conditions: a statement with a Condition,
 *   NotAction, NotResource or NotPrincipal neither allows nor denies. A cross-account reader that has none of
 *   `policies` is taken to be allowed by its own.
 * - Whether a principal of a policy exists isn't checked, only its form. Broad access means the principal `*`.
 * - Wordings that AWS doesn't publish are our own: too many tags or labels, a label that isn't on
 *   RemoveFromVersionId.
 */

export type { EmulatedSecret, EmulatedVersion } from "./emulated-secret";

/** Settings of the emulator; every one has a default. */
export interface SecretsManagerEmulatorOptions extends EmulatorServerOptions, CallerDirectory {
  /** File that keeps the state between runs; written atomically after every change, read at the start if it exists. */
  readonly stateFile?: string;
  /** Clock, in ms since 1970; default Date.now. */
  readonly now?: () => number;
  /** Regions whose endpoint this is: signatures for others are refused. Default: any that has a region's form. */
  readonly regions?: readonly string[];
  /** Actions by access key id, `secretsmanager:GetSecretValue` or `secretsmanager:*`, refused as IAM would. */
  readonly denied?: DeniedActions;
}

/** A running emulator. What it returns are copies. */
export interface SecretsManagerEmulator extends EmulatorServer {
  /** All secrets of all accounts and regions as they are now, scheduled ones included, oldest first. */
  secrets(): EmulatedSecret[];
  /** What requests did to secrets, oldest first; no values. */
  journal(): JournalEntry[];
  /** The first secret of that name or complete ARN. */
  secret(nameOrArn: string): EmulatedSecret | undefined;
  /** The string that carries AWSCURRENT. */
  currentValue(nameOrArn: string): string | undefined;
}

/** Starts an emulator on a free port; throws if the state file can't be read as a state. */
export async function startSecretsManagerEmulator(
  options: SecretsManagerEmulatorOptions = {},
): Promise<SecretsManagerEmulator> {
  const { denied = {}, now = Date.now, regions, stateFile } = options;
  const store = new SecretStore(stateFile);
  const service = new AwsService(store, now, options, denied, regions);
  const server = await startEmulatorServer(service, options);
  const secrets = () => {
    store.purge(now());
    return structuredClone([...store.all()]);
  };
  const secret = (nameOrArn: string) => {
    store.purge(now());
    return structuredClone(store.all().find(({ arn, name }) => arn === nameOrArn || name === nameOrArn));
  };
  const currentValue = (nameOrArn: string) => {
    const found = secret(nameOrArn);
    return found && versionWithLabel(found, currentLabel)?.secretString;
  };
  return { ...server, journal: () => structuredClone([...store.journal]), secrets, secret, currentValue };
}
