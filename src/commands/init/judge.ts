import { type ConfigFault, wordsOfFault } from "../../config/faults";
import { type ConfigKey, FIELDS, type FieldName } from "../../config/fields";
import type { ConfigSource } from "../../config/source";
import { judgeStackConfig } from "../../config/stack-config";
import { fullKeyOf, NAMESPACE } from "../../environments";
import type { Place, Values } from "./place";

/** Every mistake of a stack with these values, by the rules of the stack's configuration. */
export function faultsOf(place: Place, values: Values, env: NodeJS.ProcessEnv): readonly ConfigFault[] {
  const { faults } = judgeStackConfig(sourceOf(place, values, env));
  const owner = place.taken.get(values[fullKeyOf("companyId")] ?? "");
  if (owner === undefined) return faults;
  const reason = `is that of stack ${owner} already; each tenant has one for stage and another one for live`;
  return [...faults, { key: "companyId", reason }];
}

/** What is wrong with one value, in a sentence that does not repeat it; undefined when nothing is. */
export function faultOf(
  place: Place,
  values: Values,
  key: ConfigKey,
  env: NodeJS.ProcessEnv,
): string | undefined {
  const fault = faultsOf(place, values, env).find((candidate) => candidate.key === key);
  return fault && wordsOfFault(fault);
}

/** Whether a key must be stored encrypted. */
export function isEncryptedKey(fullKey: string): boolean {
  const [namespace, name] = fullKey.split(":");
  return namespace === NAMESPACE && Boolean(FIELDS[name as FieldName]?.encrypted);
}

/** The values as the program will get them from Pulumi: whatever must be encrypted is going to be. */
function sourceOf({ stack, opaque }: Place, values: Values, env: NodeJS.ProcessEnv): ConfigSource {
  return {
    stack,
    env,
    get: (key) => values[key],
    isEncrypted: () => true,
    isOpaque: (key) => values[key] === undefined && opaque.has(key),
    keys: () => [...new Set([...Object.keys(values), ...opaque])],
  };
}
