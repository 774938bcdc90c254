import { Option } from "commander";
import { wholeNumber } from "./whole-number";

/** `--timeout`: how long to wait for a delivery, in seconds; 1 to 3600, default 60. */
export function timeoutOption(): Option {
  return new Option("--timeout <seconds>", "how long to wait for a delivery")
    .argParser(wholeNumber(1, 3600))
    .default(60);
}
