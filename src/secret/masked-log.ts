import * as pulumi from "@pulumi/pulumi";
import { redact } from "../credential-forms";

const LEVELS = ["debug", "info", "warn", "error"] as const;
type Write = (message: string, ...rest: unknown[]) => Promise<void>;
type Log = Record<(typeof LEVELS)[number], Write>;

/** Where a copy of Pulumi's SDK has its log, whatever the package manager. */
const LOG_MODULE = /[\\/]@pulumi[\\/]pulumi[\\/]log[\\/]index\.js$/;

/**
 * Takes keys and signing secrets out of all that Pulumi's SDK logs. At level "debug" it logs each resource with its
 * secrets in clear, and the engine prints that with `--debug` and always with `--json`. Several copies of the SDK may be
 * loaded: the program's own, this package's, `@pulumi/aws`'s; each is masked, and none twice.
 */
export function maskLogs(logs: readonly Log[] = loadedLogs()): void {
  for (const log of logs) for (const level of LEVELS) log[level] = masked(log[level]);
}

function masked(write: Write): Write {
  if (MASKED in write) return write;
  const clean: Write = (message, ...rest) => write(redact(String(message)), ...rest);
  return Object.assign(clean, { [MASKED]: true });
}
/** Known to other copies of this module. */
const MASKED = Symbol.for("plenigo-stripe: masked");

function loadedLogs(): Log[] {
  const others = Object.values(require.cache).filter((module) => module && LOG_MODULE.test(module.filename));
  return [pulumi.log, ...others.map((module) => module?.exports)] as unknown as Log[];
}
