import { Server, ServerCredentials } from "@grpc/grpc-js";
import {
  type SecretsManagerEmulator,
  startSecretsManagerEmulator,
} from "../../../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import type { Message } from "../plugin-client";
import { type AwsPlugin, startAwsPlugin } from "./aws-plugin-client";

const { Empty } = require("google-protobuf/google/protobuf/empty_pb");
const { EngineService } = require("@pulumi/pulumi/proto/engine_grpc_pb");
const messages = require("@pulumi/pulumi/proto/provider_pb");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");

const GET_IDENTITY = "aws:index/getCallerIdentity:getCallerIdentity";

let aws: SecretsManagerEmulator;
let plugin: AwsPlugin | undefined;

beforeEach(async () => {
  aws = await startSecretsManagerEmulator({ accounts: { elsewhere: "210987654321" } });
});

afterEach(async () => {
  await plugin?.stop();
  plugin = undefined;
  await aws.close();
});

async function start(config: Record<string, string> = {}, env: NodeJS.ProcessEnv = {}): Promise<AwsPlugin> {
  plugin = await startAwsPlugin({ env: { AWS_ENDPOINT_URL: aws.url, ...env } }, config);
  return plugin;
}

const account = async () => (await plugin?.invoke(GET_IDENTITY))?.accountId;

describe("AWS plugin, account guard", () => {
  it.each([
    ["allowed", { allowedAccountIds: '["123456789012"]' }],
    ["one of two allowed", { allowedAccountIds: '["1","123456789012"]' }],
    ["not forbidden", { forbiddenAccountIds: '["210987654321"]' }],
  ])("takes an account that is %s", async (_case, config) => {
    await start(config);
    expect(aws.calls.map(({ operation }) => operation)).toEqual(["GetCallerIdentity"]);
  });

  it.each([
    ["not allowed", { allowedAccountIds: '["123456789012"]' }],
    ["forbidden", { forbiddenAccountIds: '["210987654321"]' }],
  ])("refuses an account that is %s, before any write", async (_case, config) => {
    const starting = start(config, { AWS_ACCESS_KEY_ID: "elsewhere" });
    await expect(starting).rejects.toThrow("AWS account ID not allowed: 210987654321");
    expect(aws.calls.filter(({ isWrite }) => isWrite)).toEqual([]);
  });

  it("refuses when STS does not tell the account", async () => {
    const body =
      "<ErrorResponse><Error><Code>ExpiredToken</Code><Message>expired</Message></Error></ErrorResponse>";
    const effect = { kind: "reply", processed: false, reply: { status: 403, body } } as const;
    aws.faults.push({ matches: () => true, times: Number.POSITIVE_INFINITY, effect });
    await expect(start({ allowedAccountIds: '["123456789012"]' })).rejects.toThrow(
      /unable to validate AWS credentials\.\nDetails: .*operation error STS: GetCallerIdentity, .*ExpiredToken: expired/,
    );
  });

  it("asks again when STS does not answer at first", async () => {
    aws.faults.push({ matches: () => true, times: 1, effect: { kind: "cut", processed: false } });
    await start({ allowedAccountIds: '["123456789012"]' });
    expect(aws.calls).toHaveLength(2);
  });

  it("does not ask STS when nothing is to be guarded", async () => {
    await start();
    expect(aws.calls).toEqual([]);
  });
});

describe("AWS plugin, configuration", () => {
  it.each([
    [
      "AWS_ENDPOINT_URL_STS",
      {},
      () => ({ AWS_ENDPOINT_URL: "http://127.0.0.1:1", AWS_ENDPOINT_URL_STS: aws.url }),
    ],
    [
      "endpoints",
      () => ({ endpoints: JSON.stringify([{ sts: aws.url }]) }),
      () => ({ AWS_ENDPOINT_URL: "http://127.0.0.1:1" }),
    ],
  ])("finds STS by %s", async (_case, config, env) => {
    await start(typeof config === "function" ? config() : config, env());
    expect(await account()).toBe("123456789012");
  });

  it("uses the access key of the configuration over that of the environment", async () => {
    await start({ accessKey: "elsewhere", secretKey: "x" });
    expect(await account()).toBe("210987654321");
  });

  it("finds Secrets Manager by endpoints, in the region of the resource", async () => {
    await start(
      { endpoints: JSON.stringify([{ secretsmanager: aws.url }]) },
      { AWS_ENDPOINT_URL: "http://127.0.0.1:1" },
    );
    const { id } = await (plugin as AwsPlugin).create("secret:Secret", { name: "a", region: "eu-west-1" });
    expect(id).toMatch(/^arn:aws:secretsmanager:eu-west-1:/);
  });

  it("adds the provider's default tags, and finds them changed", async () => {
    const defaultTags = JSON.stringify({ tags: { team: "plenigo" } });
    const { create, diff } = await start({ defaultTags });
    const { outputs } = await create("secret:Secret", { name: "a", tags: { app: "stripe" } });
    expect(outputs).toMatchObject({ tags: { app: "stripe" }, tagsAll: { app: "stripe", team: "plenigo" } });
    const olds = { ...outputs, tagsAll: { app: "stripe" } };
    expect(
      (await diff("secret:Secret", olds, { name: "a", tags: { app: "stripe" }, recoveryWindowInDays: 30 }))
        .changes,
    ).toEqual({
      "tagsAll.team": "ADD",
    });
  });

  it.each([
    ["without a region", { region: "" }, "a region must be set"],
    ["with a role to assume", { assumeRoles: '[{"roleArn":"arn:aws:iam::1:role/x"}]' }, "can't assume roles"],
  ])("refuses to work %s", async (_case, config, message) => {
    await expect(start(config)).rejects.toThrow(message);
  });

  it("takes secrets and previews, and says which version it stands in for", async () => {
    const { call } = await start();
    const args = Struct.fromJavaScript({ region: "eu-central-1" });
    const reply = await call("configure", new messages.ConfigureRequest().setArgs(args));
    expect([reply.getAcceptsecrets(), reply.getSupportspreview()]).toEqual([true, true]);
    const info = await call("getPluginInfo", new Empty());
    expect(info.getVersion()).toBe(require("@pulumi/aws/package.json").version);
  });
});

describe("AWS plugin, otherwise", () => {
  it("answers getCallerIdentity", async () => {
    const { invoke } = await start();
    expect(await invoke(GET_IDENTITY)).toMatchObject({ accountId: "123456789012", id: "123456789012" });
  });

  it.each([
    [
      "another resource type",
      () => plugin?.create("bucket:Bucket", {}),
      "no resource type aws:secretsmanager/bucket:Bucket",
    ],
    [
      "another function",
      () => plugin?.invoke("aws:index/getRegion:getRegion"),
      "no function aws:index/getRegion:getRegion",
    ],
  ])("says that it has no %s", async (_case, use, message) => {
    await start();
    await expect(use()).rejects.toThrow(message);
  });

  it("says on stderr, and once in the engine's log, that it is a stand-in in use", async () => {
    const logged: string[] = [];
    const server = new Server();
    const log = (call: Message, answer: (error: null, reply: Message) => void) => {
      logged.push(call.request.getMessage());
      answer(null, new Empty());
      heard();
    };
    let heard = () => {};
    const hearing = new Promise<void>((resolve) => {
      heard = resolve;
    });
    server.addService(EngineService, { log });
    const port = await new Promise((resolve, reject) =>
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    plugin = await startAwsPlugin({ engine: `127.0.0.1:${port}` });
    await hearing;
    expect(logged).toEqual([expect.stringMatching(/^pulumi-resource-aws: .* stand-in .* is in use/)]);
    expect(plugin.stderr().trim()).toBe(logged[0]);
    server.forceShutdown();
  });
});
