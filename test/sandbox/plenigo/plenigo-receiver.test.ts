import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signature } from "../../../sandbox/emulators/stripe/delivery";
import { fakeSigningSecret } from "../../../sandbox/emulators/stripe/fake-keys";
import {
  type PlenigoReceiver,
  type PlenigoReceiverOptions,
  startPlenigoReceiver,
} from "../../../sandbox/plenigo/plenigo-receiver";
import { CHECKOUT } from "../../../sandbox/tenant-project";
import { runCommand } from "../../../src/engine/run-command";

const COMPANY = "COMPANYstage00000001";
const [secret, other] = [fakeSigningSecret("right"), fakeSigningSecret("other")];

const started: PlenigoReceiver[] = [];
afterEach(async () => {
  for (const receiver of started.splice(0)) await receiver.close();
});

async function start(options?: PlenigoReceiverOptions): Promise<PlenigoReceiver> {
  const receiver = await startPlenigoReceiver(options);
  started.push(receiver);
  return receiver;
}

/** Sends an event as Stripe does; returns the status. */
async function send({ url }: PlenigoReceiver, signedWith: string, company = COMPANY): Promise<number> {
  const body = JSON.stringify({ id: "evt_1", object: "event", type: "account.updated" });
  const headers = { "stripe-signature": signature(body, signedWith, Math.floor(Date.now() / 1000)) };
  const target = `${url}/callbacks/v1.0/stripe/${company}`;
  return (await fetch(target, { method: "POST", body, headers })).status;
}

it("takes events whose signature fits the secret that was entered", async () => {
  const plenigo = await start();
  await plenigo.enter(COMPANY, secret);
  expect(await send(plenigo, secret)).toBe(200);
  expect(plenigo.taken.get(COMPANY)).toEqual(["account.updated"]);
});

it.each([
  ["signed with another secret", async (plenigo: PlenigoReceiver) => plenigo.enter(COMPANY, other)],
  ["of a company for which none was entered", async () => {}],
])("refuses events %s", async (_, prepare) => {
  const plenigo = await start();
  await prepare(plenigo);
  expect([await send(plenigo, secret), plenigo.refusals()]).toEqual([400, 1]);
});

it("has nothing to say at other addresses", async () => {
  const { url } = await start();
  expect((await fetch(`${url}/callbacks/v1.0/adyen/${COMPANY}`, { method: "POST" })).status).toBe(404);
});

it("keeps what was entered in a file that only the user can read", async () => {
  const folder = mkdtempSync(join(tmpdir(), "plenigo-stripe-receiver-"));
  const stateFile = join(folder, "plenigo.json");
  await (await start({ stateFile })).enter(COMPANY, secret);
  expect(await send(await start({ stateFile }), secret)).toBe(200);
  expect(statSync(stateFile).mode & 0o777).toBe(0o600);
  rmSync(folder, { recursive: true });
});

describe("plenigo enter", () => {
  const enter = (url: string, input: string, ...words: readonly string[]) =>
    runCommand(process.execPath, [join(CHECKOUT, "sandbox/plenigo/main.js"), ...words], {
      cwd: tmpdir(),
      env: { PLENIGO_SANDBOX_URL: url, PLENIGO_SANDBOX_STAGE: COMPANY },
      input,
    });
  const document = JSON.stringify({
    companyId: COMPANY,
    records: [{ name: "signingSecret", value: secret }],
  });

  it.each([
    ["the secret alone, for the sample publisher's stage system", `${secret}\n`, ["enter"]],
    ["the secret alone, for a company", secret, ["enter", COMPANY]],
    ["the document of handover", document, ["enter"]],
  ])("takes %s from standard input, and asks Stripe for its next attempt", async (_, input, words) => {
    const onEntered = jest.fn(async () => {});
    const plenigo = await start({ onEntered });
    const { code, stdout, stderr } = await enter(plenigo.url, input, ...words);
    expect([code, stdout, stderr]).toEqual([
      0,
      `plenigo (sandbox) has the signing secret of company ${COMPANY}.\n`,
      "",
    ]);
    expect([await send(plenigo, secret), onEntered.mock.calls]).toEqual([200, [[]]]);
  });

  it.each([
    ["no signing secret", "sk_nothing", ["enter"], /not a signing secret/],
    ["no command", secret, [], /^plenigo enter \[/],
  ])("enters nothing where there is %s", async (_, input, words, message) => {
    const { url } = await start();
    const { code, stderr } = await enter(url, input, ...words);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});
