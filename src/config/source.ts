import type { ConfigKey } from "./fields";

/** Where configuration comes from; Pulumi's runtime in a program, a plain object in tests and tools. */
export interface ConfigSource {
  /** Name of the stack, without organization and project. */
  readonly stack: string;
  /**
   * Environment variables of the run that the configuration is for; missing where a stack's file is read apart from it:
   * a pipeline may bring what this machine lacks.
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * Text of the full key (`plenigo-stripe:companyId`), as Pulumi stores it: structured values are JSON. Undefined where
   * it is not set, or opaque.
   */
  get(fullKey: string): string | undefined;
  /** Whether the value is stored encrypted. */
  isEncrypted(fullKey: string): boolean;
  /** Whether it is set, or may be, and can't be read here: its form is not judged. Default: nothing is opaque. */
  isOpaque?(fullKey: string): boolean;
  /** All full keys that are set. */
  keys(): readonly string[];
}

/** Whether a key has a value, be it one that can't be read here. */
export function isSet(source: ConfigSource, fullKey: string): boolean {
  return source.get(fullKey) !== undefined || isOpaqueIn(source, fullKey);
}

/** Whether a key has a value that can't be read here. */
export function isOpaqueIn(source: ConfigSource, fullKey: string): boolean {
  return source.isOpaque?.(fullKey) ?? false;
}

/** Values that have the right form so far, by short key; what was refused is missing. */
export type ReadValues = Readonly<Partial<Record<ConfigKey, unknown>>>;
