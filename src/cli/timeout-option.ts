import { InvalidArgumentError } from "commander";

/** Default of `--timeout`, in seconds. */
export const DEFAULT_TIMEOUT_SECONDS = 60;

/** Value of `--timeout`: whole seconds, from 1 to an hour. @throws InvalidArgumentError */
export function seconds(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 3600)
    throw new InvalidArgumentError("It is a whole number from 1 to 3600.");
  return value;
}
