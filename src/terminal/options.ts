import { InvalidArgumentError, Option } from "commander";

/** Parser of an option whose value is a whole number within bounds, both included. */
export function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** `--timeout`: how long to wait for a delivery, in seconds; 1 to 3600, default 60. */
export function timeoutOption(): Option {
  return new Option("--timeout <seconds>", "how long to wait for a delivery")
    .argParser(wholeNumber(1, 3600))
    .default(60);
}

/** Parser of an option that may be given more than once; the values in their order. */
export function repeatable(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
