import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { FaultEffect } from "../../../../sandbox/emulators/emulator-server";
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

const operations = () => aws.calls.map(({ operation }) => operation);
const SECRET_ARGS = { name: "a", forceOverwriteReplicaSecret: false, recoveryWindowInDays: 0 };
const create = () => (plugin as AwsPlugin).create("secret:Secret", SECRET_ARGS);

function fail(effect: FaultEffect): void {
  aws.faults.push({ matches: () => true, effect, times: Number.POSITIVE_INFINITY });
}

describe("AWS plugin, account guard", () => {
  it.each([
    ["one of two allowed", { allowedAccountIds: '["1","123456789012"]' }],
    ["one of all, since none is asked for", {}],
  ])("takes an account that is %s", async (_case, config) => {
    await start(config);
    expect(await account()).toBe("123456789012");
  });

  it("refuses an account that is not allowed, before any write", async () => {
    const starting = start({ allowedAccountIds: '["123456789012"]' }, { AWS_ACCESS_KEY_ID: "elsewhere" });
    await expect(starting).rejects.toThrow("AWS account ID not allowed: 210987654321");
    expect(operations()).toEqual(["GetCallerIdentity"]);
  });

  it("refuses when STS does not tell the account", async () => {
    const body =
      "<ErrorResponse><Error><Code>ExpiredToken</Code><Message>expired</Message></Error></ErrorResponse>";
    fail({ kind: "reply", processed: false, reply: { status: 403, body } });
    await expect(start()).rejects.toThrow(
      /^.*retrieving caller identity from STS: operation error STS: GetCallerIdentity, https response error StatusCode: 403, .*ExpiredToken: expired/,
    );
  });

  // Counted with the real provider's code, which asks one time more than the stand-in did.
  it("asks STS once to validate the credentials, and once more for the account", async () => {
    plugin = await startAwsPlugin({ env: { AWS_ENDPOINT_URL: aws.url } }, null);
    expect(await plugin.checkConfig()).toEqual([]);
    expect(await plugin.checkConfig()).toEqual([]);
    expect(operations()).toEqual(["GetCallerIdentity"]);
    const args = Struct.fromJavaScript({ region: "eu-central-1" });
    await plugin.call("configure", new messages.ConfigureRequest().setArgs(args));
    expect(operations()).toEqual(["GetCallerIdentity", "GetCallerIdentity"]);
  });

  it("says in the check of the settings why the credentials are not valid, after three attempts", async () => {
    plugin = await startAwsPlugin({ env: { AWS_ENDPOINT_URL: aws.url } }, null);
    fail({ kind: "cut", processed: false });
    expect(await plugin.checkConfig()).toEqual([
      expect.stringMatching(
        /^unable to validate AWS credentials\.\nDetails: .*STS: GetCallerIdentity, exceeded maximum number of attempts, 3, /,
      ),
    ]);
    expect(aws.calls).toHaveLength(3);
  });

  // After GetCallerIdentity the stand-in signed every call of Secrets Manager for STS.
  it("signs each call for its own service", async () => {
    await start();
    await account();
    await create();
    const scopes = aws.calls.map(({ operation, request }) => {
      const [, service] = /\/eu-central-1\/(\w+)\//.exec(request.headers.authorization ?? "") ?? [];
      return [operation, service];
    });
    expect(new Set(scopes.map((scope) => scope.join(" for ")))).toEqual(
      new Set([
        "GetCallerIdentity for sts",
        "CreateSecret for secretsmanager",
        "DescribeSecret for secretsmanager",
        "GetResourcePolicy for secretsmanager",
      ]),
    );
  });
});

// In a process of its own: within jest's, the SDK does not know errors of the network as such.
describe("AWS plugin, broken connections", () => {
  it("does not ask again after half an answer", async () => {
    await start();
    fail({ kind: "half" });
    await expect(create()).rejects.toThrow(/StatusCode: 200, .*deserialization failed/);
    expect(operations()).toEqual(["GetCallerIdentity", "CreateSecret"]);
  });

  it("gives up a refused connection after nine attempts", async () => {
    const starting = start({}, { AWS_ENDPOINT_URL: "http://127.0.0.1:1" });
    await expect(starting).rejects.toThrow(/exceeded maximum number of attempts, 9, .*ECONNREFUSED/);
  });

  it("goes on when the engine cancels, as the Terraform bridge does", async () => {
    await start();
    aws.faults.push({ matches: () => true, effect: { kind: "cut", processed: false }, times: 2 });
    const creating = create();
    await plugin?.call("cancel", new Empty());
    expect((await creating).id).toBe(aws.secret("a")?.arn);
  });
});

describe("AWS plugin, configuration", () => {
  it.each([
    ["STS by AWS_ENDPOINT_URL_STS", {}, () => ({ AWS_ENDPOINT_URL_STS: aws.url })],
    ["STS by aws:endpoints", () => ({ endpoints: JSON.stringify([{ sts: aws.url }]) }), () => ({})],
  ])("finds %s", async (_case, config, env) => {
    const settings = typeof config === "function" ? config() : config;
    await start(settings, { AWS_ENDPOINT_URL: "http://127.0.0.1:1", ...env() });
    expect(await account()).toBe("123456789012");
  });

  it("finds Secrets Manager by aws:endpoints", async () => {
    const endpoints = JSON.stringify([{ secretsmanager: aws.url, sts: aws.url }]);
    await start({ endpoints }, { AWS_ENDPOINT_URL: "http://127.0.0.1:1" });
    expect((await create()).id).toMatch(/^arn:aws:secretsmanager:eu-central-1:/);
  });

  it("says in the check of the settings what it does not have", async () => {
    plugin = await startAwsPlugin({ env: { AWS_ENDPOINT_URL: aws.url } }, null);
    const refused = "the stand-in for the AWS plugin does not have aws:defaultTags";
    expect(await plugin.checkConfig({ defaultTags: "{}" })).toEqual([expect.stringContaining(refused)]);
    expect(aws.calls).toEqual([]);
  });

  it("takes previews and, like the real plugin, no secrets; says which version it stands in for", async () => {
    const { call } = await start();
    const args = Struct.fromJavaScript({ region: "eu-central-1" });
    const reply = await call("configure", new messages.ConfigureRequest().setArgs(args));
    expect([reply.getAcceptsecrets(), reply.getSupportspreview()]).toEqual([false, true]);
    const info = await call("getPluginInfo", new Empty());
    expect(info.getVersion()).toBe(require("@pulumi/aws/package.json").version);
  });
});

describe("AWS plugin, otherwise", () => {
  it("says what it does not have: types, inputs, regions, functions", async () => {
    const { check, create, invoke } = await start();
    await expect(create("bucket:Bucket", {})).rejects.toThrow(
      "no resource type aws:secretsmanager/bucket:Bucket",
    );
    const { failures } = await check("secret:Secret", { replicas: [] });
    expect(failures.replicas).toMatch("no replicas of aws:secretsmanager/secret:Secret");
    const elsewhere = create("secret:Secret", { ...SECRET_ARGS, region: "eu-west-1" });
    await expect(elsewhere).rejects.toThrow("works in eu-central-1 only, not in eu-west-1");
    await expect(invoke("aws:index/getRegion:getRegion")).rejects.toThrow(
      "no function aws:index/getRegion:getRegion",
    );
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
    plugin = await startAwsPlugin({ env: { AWS_ENDPOINT_URL: aws.url }, engine: `127.0.0.1:${port}` });
    await hearing;
    expect(logged).toEqual([expect.stringMatching(/^pulumi-resource-aws: .* stand-in .* is in use/)]);
    expect(plugin.stderr().trim()).toBe(logged[0]);
    server.forceShutdown();
  });
});
