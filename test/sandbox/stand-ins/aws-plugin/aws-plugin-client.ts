import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Message, startPlugin } from "../plugin-client";

const { ResourceProviderClient } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const messages = require("@pulumi/pulumi/proto/provider_pb");

type Bag = Record<string, unknown>;

/** What stands for a value that a preview does not know. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** A value as the engine wraps secrets. */
export const secretly = (value: unknown) => ({ ...SECRET, value });

/** A diff in words: `changes` by property path, `ADD`, `UPDATE_REPLACE` and so on. */
export interface Diff {
  readonly changes: Readonly<Record<string, string>>;
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** The AWS plugin as the engine sees it; `type` is the part after `aws:secretsmanager/`. */
export interface AwsPlugin {
  /** Reasons why the settings are refused. */
  checkConfig(config?: Record<string, string>): Promise<string[]>;
  check(type: string, news: Bag, olds?: Bag): Promise<{ inputs: Bag; failures: Record<string, string> }>;
  diff(type: string, olds: Bag, news: Bag): Promise<Diff>;
  create(type: string, inputs: Bag, isPreview?: boolean): Promise<{ id: string; outputs: Bag }>;
  /** Without properties and inputs: as an import does it. */
  read(
    type: string,
    id: string,
    properties?: Bag,
    inputs?: Bag,
  ): Promise<{ id: string; outputs: Bag; inputs: Bag }>;
  update(type: string, id: string, olds: Bag, news: Bag): Promise<Bag>;
  remove(type: string, id: string, properties: Bag): Promise<void>;
  invoke(token: string): Promise<Bag>;
  call(method: string, request: Message): Promise<Message>;
  stderr(): string;
  stop(): Promise<void>;
}

/** Ten thousand times faster than the real plugin: its pauses of five minutes take 30 ms. */
const HASTE = "10000";

/**
 * Starts the plugin and configures it as the engine would.
 *
 * @param config settings on top of a region; null leaves the plugin without configuration
 */
export async function startAwsPlugin(
  { env, engine }: { env?: NodeJS.ProcessEnv; engine?: string },
  config: Record<string, string> | null = {},
): Promise<AwsPlugin> {
  const plugin = await startPlugin("pulumi-resource-aws", ResourceProviderClient, {
    env: {
      AWS_ACCESS_KEY_ID: "sandbox",
      AWS_SECRET_ACCESS_KEY: "sandbox",
      PLENIGO_STRIPE_STAND_IN_HASTE: HASTE,
      ...env,
    },
    engine,
  });
  const args = (settings: Record<string, string>) =>
    Struct.fromJavaScript({ region: "eu-central-1", ...settings });
  try {
    if (config) await plugin.call("configure", new messages.ConfigureRequest().setArgs(args(config)));
  } catch (error) {
    await plugin.stop();
    throw error;
  }
  const checkConfig = async (settings: Record<string, string> = {}) => {
    const reply = await plugin.call("checkConfig", new messages.CheckRequest().setNews(args(settings)));
    return reply.getFailuresList().map((failure: Message) => failure.getReason());
  };
  const { call, stderr, stop } = plugin;
  return { ...lifeCycle(call), checkConfig, call, stderr, stop };
}

type Call = (method: string, request: Message) => Promise<Message>;

function lifeCycle(call: Call): Omit<AwsPlugin, "call" | "checkConfig" | "stderr" | "stop"> {
  return {
    check: async (type, news, olds = {}) => {
      const request = new messages.CheckRequest()
        .setUrn(urn(type))
        .setOlds(struct(olds))
        .setNews(struct(news));
      const reply = await call("check", request);
      const failures = reply.getFailuresList().map((f: Message) => [f.getProperty(), f.getReason()]);
      return { inputs: bag(reply.getInputs()), failures: Object.fromEntries(failures) };
    },
    diff: async (type, olds, news) => {
      const request = new messages.DiffRequest()
        .setUrn(urn(type))
        .setOlds(struct(olds))
        .setNews(struct(news));
      return diffOf(await call("diff", request));
    },
    create: async (type, inputs, isPreview = false) => {
      const request = new messages.CreateRequest().setUrn(urn(type)).setProperties(struct(inputs));
      const reply = await call("create", request.setPreview(isPreview));
      return { id: reply.getId(), outputs: bag(reply.getProperties()) };
    },
    read: async (type, id, properties = {}, inputs = {}) => {
      const request = new messages.ReadRequest().setUrn(urn(type)).setId(id);
      const reply = await call("read", request.setProperties(struct(properties)).setInputs(struct(inputs)));
      return { id: reply.getId(), outputs: bag(reply.getProperties()), inputs: bag(reply.getInputs()) };
    },
    update: async (type, id, olds, news) => {
      const request = new messages.UpdateRequest().setUrn(urn(type)).setId(id);
      const reply = await call("update", request.setOlds(struct(olds)).setNews(struct(news)));
      return bag(reply.getProperties());
    },
    remove: async (type, id, properties) => {
      const request = new messages.DeleteRequest().setUrn(urn(type)).setId(id);
      await call("delete", request.setProperties(struct(properties)));
    },
    invoke: async (token) => {
      const reply = await call("invoke", new messages.InvokeRequest().setTok(token));
      return bag(reply.getReturn());
    },
  };
}

function urn(type: string): string {
  return `urn:pulumi:stage::plenigo-stripe::plenigo:stripe:Connection$aws:secretsmanager/${type}::connection`;
}

/** The engine takes the wrappers of secrets off for a plugin that says it takes none. */
function struct(properties: Bag): Struct {
  const plain = Object.entries(properties).map(([name, value]) => [name, unwrapped(value)]);
  return Struct.fromJavaScript(Object.fromEntries(plain));
}

function unwrapped(value: unknown): unknown {
  const isSecret =
    typeof value === "object" && value !== null && Object.keys(SECRET).every((key) => key in value);
  return isSecret ? (value as { value?: unknown }).value : value;
}

function bag(properties: Message): Bag {
  return properties?.toJavaScript() ?? {};
}

function diffOf(reply: Message): Diff {
  const kinds = Object.entries(messages.PropertyDiff.Kind);
  const changes = [...reply.getDetaileddiffMap().entries()].map(([path, change]: [string, Message]) => [
    path,
    kinds.find(([, kind]) => kind === change.getKind())?.[0] as string,
  ]);
  return {
    changes: Object.fromEntries(changes),
    replaces: reply.getReplacesList(),
    deleteBeforeReplace: reply.getDeletebeforereplace(),
  };
}

/** Properties of an incomplete resource, out of the error that the engine reads them from. */
export function incompleteOf(error: Message): { id: string; reasons: string[]; properties: Bag } {
  const statuses = require("@pulumi/pulumi/proto/status_pb");
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  const detail = statuses.Status.deserializeBinary(bytes).getDetailsList()[0];
  const incomplete = messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  const { getId, getReasonsList, getProperties } = incomplete;
  return {
    id: getId.call(incomplete),
    reasons: getReasonsList.call(incomplete),
    properties: bag(getProperties.call(incomplete)),
  };
}
