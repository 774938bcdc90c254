/** Where configuration comes from; Pulumi's runtime in a program, a plain object in tests and tools. */
export interface ConfigSource {
  /** Name of the stack, without organization and project. */
  readonly stack: string;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Text of the full key (`plenigo-stripe:companyId`), as Pulumi stores it: structured values are JSON. */
  get(fullKey: string): string | undefined;
  /** Whether the value is stored encrypted. */
  isEncrypted(fullKey: string): boolean;
  /** Whether it is set, but can't be decrypted here: its form is not judged. `get` then returns any text. */
  isOpaque?(fullKey: string): boolean;
  /** All full keys that are set. */
  keys(): readonly string[];
}
