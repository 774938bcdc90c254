import { findMoto, type MotoServer, startMoto } from "../../emulators/secrets-manager/moto-server";
import { type AwsPlugin, secretly, startAwsPlugin } from "./aws-plugin-client";

const moto = findMoto();
const describeWithMoto = moto ? describe : describe.skip;
const reason = moto ? "" : " (skipped: no moto_server in MOTO_SERVER, on PATH or in .sandbox/tools/moto)";

// moto finds the service by the credential scope: a call that is signed for another one ends with a 500 there.
describeWithMoto(`AWS plugin on moto${reason}`, () => {
  let server: MotoServer;
  let plugin: AwsPlugin;

  beforeAll(async () => {
    server = await startMoto(moto ?? "");
    plugin = await startAwsPlugin({ env: { AWS_ENDPOINT_URL: server.url } });
  }, 60_000);

  afterAll(async () => {
    await plugin?.stop();
    await server?.stop();
  });

  it("takes a secret, its value and its policy through their life", async () => {
    await plugin.invoke("aws:index/getCallerIdentity:getCallerIdentity");
    const { inputs } = await plugin.check("secret:Secret", {
      name: "plenigo/stage/moto/stripe",
      recoveryWindowInDays: 0,
      tags: { app: "plenigo" },
    });
    const secret = await plugin.create("secret:Secret", inputs);
    const version = await plugin.create("secretVersion:SecretVersion", {
      secretId: secret.id,
      secretString: secretly("one"),
      versionStages: ["AWSCURRENT"],
    });
    const statement = { Effect: "Allow", Principal: { AWS: "123456789012" }, Action: "*", Resource: "*" };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const reader = { secretArn: secret.id, policy, blockPublicPolicy: true };
    const secretPolicy = await plugin.create("secretPolicy:SecretPolicy", reader);
    const changed = { ...inputs, description: "changed", tags: {} };
    expect(await plugin.update("secret:Secret", secret.id, secret.outputs, changed)).toMatchObject({
      description: "changed",
      tags: {},
    });
    await plugin.remove("secretPolicy:SecretPolicy", secretPolicy.id, secretPolicy.outputs);
    const read = await plugin.read(
      "secretPolicy:SecretPolicy",
      secretPolicy.id,
      secretPolicy.outputs,
      reader,
    );
    expect(read).toMatchObject({ id: secret.id, outputs: { policy: "" } });
    await plugin.remove("secretVersion:SecretVersion", version.id, version.outputs);
    await plugin.remove("secret:Secret", secret.id, secret.outputs);
    expect((await plugin.read("secret:Secret", secret.id, secret.outputs, inputs)).id).toBe("");
  });
});
