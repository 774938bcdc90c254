import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";

const BIN = join(__dirname, "../../../sandbox/stand-ins/bin");

/** A gRPC message of the SDK's stubs. */
// biome-ignore lint/suspicious/noExplicitAny: the stubs' types leave out the setters' names that the tests go by
export type Message = any;

type Client = Record<
  string,
  (request: Message, answer: (error: Error | null, reply: Message) => void) => void
>;

/** A stand-in in a process of its own. */
export interface PluginProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly port: number;
  /** Calls a unary method. */
  call(method: string, request: Message): Promise<Message>;
  /** Lines that it has printed on stdout after the port. */
  readonly lines: readonly string[];
  /** All that it has printed on stderr so far. */
  stderr(): string;
  /** Ends it as the engine does, by closing its stdin; resolves once it is gone. */
  stop(): Promise<void>;
}

/** Starts an executable of the stand-ins with an engine's address, and connects to it. */
export async function startPlugin(
  name: string,
  service: new (address: string, secrets: unknown) => Message,
  { env = {}, engine = "127.0.0.1:1" }: { env?: NodeJS.ProcessEnv; engine?: string } = {},
): Promise<PluginProcess> {
  const { PATH, HOME } = process.env;
  const child = spawn(join(BIN, name), [engine], { env: { PATH, HOME, ...env } });
  let printed = "";
  child.stderr.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const reader = createInterface(child.stdout);
  const [port] = (await once(reader, "line")) as [string];
  const lines: string[] = [];
  reader.on("line", (line) => lines.push(line));
  const client = new service(`127.0.0.1:${port}`, credentials.createInsecure());
  return {
    child,
    port: Number(port),
    call: (method, request) => unaryCall(client, method, request),
    lines,
    stderr: () => printed,
    stop: async () => {
      client.close();
      const gone = child.exitCode === null ? once(child, "exit") : undefined;
      child.stdin.end();
      await gone;
    },
  };
}

function unaryCall(client: Client, method: string, request: Message): Promise<Message> {
  return new Promise((resolve, reject) => {
    const call = client[method]?.bind(client);
    call?.(request, (error, reply) => (error ? reject(error) : resolve(reply)));
  });
}
