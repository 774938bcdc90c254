import { fullKeyOf } from "../environments";
import { type ConfigFault, removeRemedy, setRemedy } from "./faults";
import { type ConfigSource, isSet, type ReadValues } from "./source";

/** A policy of the default KMS key can't be opened for other accounts. AWS: Secrets Manager, auth-and-access_examples_cross. */
export function foreignReadersNeedAKey(values: ReadValues, source: ConfigSource): ConfigFault[] {
  const readers = (values.secretReaders ?? []) as readonly string[];
  const accounts = values["aws:allowedAccountIds"] as readonly string[] | undefined;
  if (isSet(source, fullKeyOf("kmsKeyId")) || !accounts) return [];
  const foreign = readers.filter((reader) => !accounts.includes(reader.split(":")[4] ?? ""));
  if (foreign.length === 0) return [];
  const reason = `is missing: ${shortList(foreign)} of another AWS account can't use the default key`;
  return [{ key: "kmsKeyId", reason, next: setRemedy("kmsKeyId") }];
}

/** AWS names its own key nowhere: declared by its alias it would differ at each run. AWS: API_DescribeSecret, KmsKeyId. */
export function kmsKeyIsTheUsersOwn({ kmsKeyId }: ReadValues): ConfigFault[] {
  if (!/(^|:)alias\/aws\//.test(String(kmsKeyId))) return [];
  const reason =
    "is an alias of a key of AWS itself; its own key for secrets is used where kmsKeyId is not set, and a reader of another account needs a key of yours";
  return [{ key: "kmsKeyId", reason, next: removeRemedy("kmsKeyId") }];
}

function shortList(names: readonly string[]): string {
  const rest = names.length - 3;
  return `${names.slice(0, 3).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

const LOOPBACK = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/;

/** Secrets go where these keys say: to AWS, or to an emulator on this machine. */
export function awsIsReached(_values: ReadValues, source: ConfigSource): ConfigFault[] {
  const addresses = addressesIn(source.get("aws:endpoints"));
  const isEmulated = addresses.length > 0 && addresses.every((address) => LOOPBACK.test(address));
  if (isEmulated) return [];
  const fault = (key: string, reason: string): ConfigFault => ({
    key,
    reason,
    next: removeRemedy(key),
  });
  const skips = source
    .keys()
    .filter((key) => /^aws:(skip|insecure$)/.test(key) && source.get(key) !== "false");
  return [
    ...(isSet(source, "aws:endpoints")
      ? [fault("aws:endpoints", "is refused: secrets would be sent to another address than AWS's own")]
      : []),
    ...skips.map((key) => fault(key, "is refused: what AWS proves would not be looked at")),
  ];
}

/** Addresses in `aws:endpoints`, a list of maps from service to address; what has another form counts as an address. */
function addressesIn(text: string | undefined): string[] {
  if (text === undefined) return [];
  try {
    const maps: unknown = JSON.parse(text);
    return (Array.isArray(maps) ? maps : [maps]).flatMap((map) => Object.values(map ?? {}).map(String));
  } catch {
    return [text];
  }
}
