import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Version that is downloaded or built when there is none; the one in go/go.mod. */
export const ENGINE_VERSION = "v3.274.1";

/** Command of the engine on this system. */
export const ENGINE_COMMAND = process.platform === "win32" ? "pulumi.exe" : "pulumi";

const ANSWER_TIMEOUT_MS = 20_000;

/**
 * What `pulumi version` says.
 *
 * @returns the version with its leading v; rejects if the file does not run or says something else
 */
export async function engineVersion(pulumi: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await run(pulumi, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeout: ANSWER_TIMEOUT_MS,
  });
  const version = /^v?(\d+\.\d+\.\d+\S*)$/m.exec(stdout.trim())?.[1];
  if (!version) throw new Error("it does not answer `pulumi version` with a version");
  return `v${version}`;
}
