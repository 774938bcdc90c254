import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { UNKNOWN } from "../../src/endpoint/endpoint-state";
import { SHIM } from "../../src/endpoint/shim";
import { noteText } from "./leaks/notes";
import { noteAsked } from "./writes/notes";

const { ResourceProviderClient } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const messages = require("@pulumi/pulumi/proto/provider_pb");

type Bag = Record<string, unknown>;

/** What the engine asks of the dynamic provider. */
export interface ProviderCalls {
  check(olds: Bag, news: Bag): Promise<{ inputs: Bag; failures: string[] }>;
  diff(id: string, olds: Bag, news: Bag): Promise<{ changes: boolean; replaces: string[] }>;
  create(inputs: Bag): Promise<{ id: string; outs: Bag }>;
  read(id: string, props: Bag): Promise<{ id: string; props: Bag; inputs: Bag }>;
  update(id: string, olds: Bag, news: Bag): Promise<Bag>;
  remove(id: string, props: Bag): Promise<void>;
}

/** The dynamic provider in a process of its own, as the engine drives it: over gRPC, with the serialized shim. */
export interface ProviderProcess extends ProviderCalls {
  /** The provider as a new process with this configuration would be, without the wait for one. */
  session(config: Readonly<Record<string, string>>): Promise<ProviderCalls>;
  /** Everything that the process has printed so far. */
  output(): string;
  stop(): void;
}

const PROVIDER_KEY = "__provider";

/** Starts a provider process with a stack's configuration (full keys). Stop it at the end of the test. */
export async function startProvider(
  config: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv,
): Promise<ProviderProcess> {
  const main = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
  const child = spawn(process.execPath, [main, "127.0.0.1:1"], {
    cwd: CHECKOUT,
    env: { ...env, PATH: process.env.PATH, HOME: process.env.HOME, PULUMI_NODEJS_PROJECT: "plenigo-stripe" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => printed.push(text));
  const [port] = (await once(createInterface(child.stdout), "line")) as [string];
  child.stdout.on("data", (text: Buffer) => printed.push(text.toString()));
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  const call = caller(client);
  await configure(call, config);
  return {
    ...methods(call, SHIM),
    session: sessions(call, SHIM),
    output: () => printed.join(""),
    stop: () => {
      noteText("a provider process", printed.join(""));
      stop(client, child);
    },
  };
}

async function configure(call: Call, config: Readonly<Record<string, string>>): Promise<void> {
  await call("configure", new messages.ConfigureRequest(), { setArgs: Struct.fromJavaScript(config) });
}

/**
 * The server keeps one configured provider per text of a shim. Another text that means the same is therefore a provider
 * that knows nothing of the others; it gets the configuration that is there when it is first called.
 */
function sessions(call: Call, shim: string): ProviderProcess["session"] {
  let count = 0;
  let lastOpening: Promise<unknown> = Promise.resolve();
  return (config) => {
    count += 1;
    const calls = methods(call, `${shim}\n// session ${count}`);
    const nothingYet = { stripeAccountId: UNKNOWN, url: UNKNOWN, marks: {}, signingSecret: "" };
    const opening = lastOpening.then(async () => {
      await configure(call, config);
      await calls.check({}, nothingYet);
      return calls;
    });
    lastOpening = opening.catch(() => {});
    return opening;
  };
}

type Call = (method: string, request: object, setters: Readonly<Record<string, unknown>>) => Promise<Answer>;
type Answer = Readonly<Record<string, () => unknown>>;

function caller(
  client: Record<string, (request: object, callback: (error: Error | null, answer: Answer) => void) => void>,
): Call {
  return (method, request, setters) => {
    for (const [setter, value] of Object.entries(setters))
      (request as Record<string, (value: unknown) => void>)[setter]?.(value);
    return new Promise((resolve, reject) => {
      client[method]?.(request, (error, answer) => (error ? reject(error) : resolve(answer)));
    });
  };
}

function methods(call: Call, shim: string): ProviderCalls {
  const struct = (bag: Bag) => Struct.fromJavaScript({ ...bag, [PROVIDER_KEY]: shim } as never);
  const bag = (value: unknown) => (value as { toJavaScript(): Bag } | undefined)?.toJavaScript() ?? {};
  return {
    check: async (olds, news) => {
      const oldBag = Object.keys(olds).length === 0 ? Struct.fromJavaScript({}) : struct(olds);
      const answer = await call("check", new messages.CheckRequest(), {
        setOlds: oldBag,
        setNews: struct(news),
      });
      const failures = answer.getFailuresList?.() as { getReason(): string }[];
      return { inputs: bag(answer.getInputs?.()), failures: failures.map((failure) => failure.getReason()) };
    },
    diff: async (id, olds, news) => {
      const request = { setId: id, setOlds: struct(olds), setNews: struct(news) };
      const answer = await call("diff", new messages.DiffRequest(), request);
      return { changes: answer.getChanges?.() === 2, replaces: answer.getReplacesList?.() as string[] };
    },
    create: async (inputs) => {
      const answer = await call("create", new messages.CreateRequest(), { setProperties: struct(inputs) });
      return { id: answer.getId?.() as string, outs: bag(answer.getProperties?.()) };
    },
    read: async (id, props) => {
      const answer = await call("read", new messages.ReadRequest(), {
        setId: id,
        setProperties: struct(props),
      });
      return {
        id: answer.getId?.() as string,
        props: bag(answer.getProperties?.()),
        inputs: bag(answer.getInputs?.()),
      };
    },
    update: async (id, olds, news) => {
      const request = { setId: id, setOlds: struct(olds), setNews: struct(news) };
      const answer = await noteAsked("update", id, news, () =>
        call("update", new messages.UpdateRequest(), request),
      );
      return bag(answer.getProperties?.());
    },
    remove: async (id, props) => {
      const request = { setId: id, setProperties: struct(props) };
      await noteAsked("delete", id, {}, () => call("delete", new messages.DeleteRequest(), request));
    },
  };
}

function stop(client: { close(): void }, child: ChildProcess): void {
  client.close();
  child.kill("SIGKILL");
}
