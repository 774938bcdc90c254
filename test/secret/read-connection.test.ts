import { readConnection } from "../../src/secret/read-connection";
import { aimAt } from "../aws/aws-place";
import { startEmulatedAws } from "../sandbox/emulators/secrets-manager/emulated-aws";

const name = "plenigo/stage/AAAAAAAAAAAAAAAAAAAA/stripe";
const place = { region: "eu-central-1", allowedAccountIds: ["123456789012"] };
const SHORT = { PLENIGO_STRIPE_RETRY_BUDGET_MS: "300" };
const read = (changes: object = {}) => readConnection(name, { ...place, ...changes }, "stage");

// It said "check the credentials" for every failure, a connection that was refused among them.
it("says who did not answer where the connection is refused", async () => {
  const { emulator } = await startEmulatedAws();
  aimAt(emulator, "deployer", SHORT);
  await emulator.close();
  const refused = read();
  await expect(refused).rejects.toMatchObject({ code: "aws-unavailable" });
  await expect(refused).rejects.toThrow(/AWS Secrets Manager did not answer properly: connect ECONNREFUSED/);
  await expect(refused).rejects.not.toThrow(/check the AWS credentials/);
});

it("says that there are no credentials where there are none", async () => {
  const { emulator } = await startEmulatedAws();
  const none = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_EC2_METADATA_DISABLED: "true",
  };
  aimAt(emulator, "deployer", { ...SHORT, ...none, HOME: "/nowhere" });
  await expect(read()).rejects.toThrow(/aws-unavailable: [\s\S]*credentials[\s\S]*next {3}aws sso login/);
});

it("is missing only in the stack's own account", async () => {
  const { emulator } = await startEmulatedAws();
  aimAt(emulator);
  await expect(read()).rejects.toMatchObject({ code: "connection-missing" });
  const elsewhere = read({ allowedAccountIds: ["999999999999"] });
  await expect(elsewhere).rejects.toThrow(
    /connection-unreadable: the AWS credentials are of account 123456789012, but the stack allows only 999999999999/,
  );
});

// "never provisioned" was untrue: the engine used the profile of the stack's file, and we did not.
it("says that credentials which are encrypted in the stack's file can't be used without the engine", async () => {
  const refused = read({ unreadable: ["aws:accessKey", "aws:secretKey"] });
  await expect(refused).rejects.toThrow(
    /aws-unavailable: AWS was not asked: aws:accessKey, aws:secretKey are encrypted/,
  );
});
