import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { intoCache } from "./engine-cache";
import {
  ENGINE_COMMAND,
  ENGINE_VERSION,
  type EngineContext,
  type EngineWay,
  withElapsedTime,
} from "./engine-way";
import { commandsOnPath } from "./path-engine";

/** Module that holds the engine's source by its checksums (go.sum). */
const MODULE = join(__dirname, "go");
const PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
const SHOWN_LINES = 3;

/** Oldest Go that builds the engine; go.mod says so. */
export function oldestGo(): string {
  return /^go (\S+)$/m.exec(readFileSync(join(MODULE, "go.mod"), "utf8"))?.[1] ?? "";
}

/** The engine, built from Pulumi's source with the Go on PATH. */
export const buildWithGo: EngineWay = async (context) => {
  const [go] = commandsOnPath(process.platform === "win32" ? "go.exe" : "go", context.env);
  if (!go) return { way: "build", reasons: ["no Go on PATH"] };
  context.log(
    `Building the Pulumi engine ${ENGINE_VERSION} from its source with Go: once, about 4 minutes on two cores, 120 MB …`,
  );
  try {
    const work = intoCache(context, "build", (folder) => goBuild(go, folder, context));
    return await withElapsedTime("building", work, context.log);
  } catch (error) {
    return { way: "build", reasons: [(error as Error).message.trim()] };
  }
};

function goBuild(go: string, folder: string, { env }: EngineContext): Promise<void> {
  const args = [
    "build",
    "-mod=readonly",
    "-tags=osusergo,grpcnotrace",
    `-ldflags=-s -w -X ${VERSION_VARIABLE}=${ENGINE_VERSION}`,
    "-o",
    join(folder, "bin", ENGINE_COMMAND),
    PACKAGE,
  ];
  // A workspace or flags of the user's own would change what is built.
  const child = spawn(go, args, {
    cwd: MODULE,
    env: { ...env, GOWORK: "off", GOFLAGS: "" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const release = endWithUs(() => {
    child.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  });
  let output = "";
  child.stderr.on("data", (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-4000);
  });
  return new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(failure(code, output)))));
  }).finally(release);
}

function failure(code: number | null, output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() && !line.startsWith("go: downloading"));
  return `go build ended with ${code ?? "a signal"}: ${lines.slice(-SHOWN_LINES).join("; ") || "it said nothing"}`;
}

/** Runs `stop` when this process is told to end, then lets it end; the function returned takes that back. */
function endWithUs(stop: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const onSignal = (signal: NodeJS.Signals) => {
    stop();
    release();
    process.kill(process.pid, signal);
  };
  const release = () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  return release;
}
