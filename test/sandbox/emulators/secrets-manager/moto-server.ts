import { type ChildProcess, spawn } from "node:child_process";
import { type AddressInfo, connect, createServer } from "node:net";
import { join, resolve } from "node:path";
import { findProgram } from "../../../../src/engine/run-command";

const projectRoot = resolve(__dirname, "../../../..");
const startTimeoutMs = 30_000;

/** A running moto, or why it didn't start. */
export interface MotoServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** The command `moto_server`: MOTO_SERVER, else from PATH, else from the sandbox's tools; undefined without any. */
export function findMoto(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const tools = join(projectRoot, ".sandbox/tools/moto/bin");
  return environment.MOTO_SERVER || findProgram("moto_server", environment, tools);
}

/** Starts moto on a free loopback port and waits until that accepts; throws if moto ends or takes over 30 s. */
export async function startMoto(command: string): Promise<MotoServer> {
  const port = await freePort();
  const child = spawn(command, ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  const ended = new Promise<void>((done) => {
    child.once("exit", () => done());
    child.once("error", () => done());
  });
  const stop = async () => {
    child.kill();
    await ended;
  };
  try {
    await accepting(port, child, Date.now() + startTimeoutMs);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, stop };
}

async function accepting(port: number, child: ChildProcess, deadline: number): Promise<void> {
  while (!(await accepts(port))) {
    if (child.exitCode !== null || child.pid === undefined)
      throw new Error("moto_server ended at its start.");
    if (Date.now() > deadline) throw new Error(`moto_server doesn't accept within ${startTimeoutMs} ms.`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    const end = (isOpen: boolean) => {
      socket.destroy();
      done(isOpen);
    };
    socket.once("connect", () => end(true)).once("error", () => end(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((done, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}
