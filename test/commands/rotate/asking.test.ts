import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { HANDED_OVER_AT, marksOf } from "../../../src/endpoint/marks";
import { UserError } from "../../../src/errors";
import * as prompts from "../../../src/terminal/prompts";
import { type ProvisionedStack, provisionedStack } from "../../support/provisioned-stack";
import { tenant } from "../../support/tenant";

jest.mock("../../../src/terminal/prompts", () => ({
  canAsk: jest.fn(() => true),
  terminalPrompts: jest.fn(),
}));

type RotatedStack = ProvisionedStack & { readonly old: { readonly id: string } };

/** A rotation whose new signing secret is to be entered now. */
async function atHandOver(environment: "stage" | "live" = "stage"): Promise<RotatedStack> {
  const { companyId } = tenant({ environment });
  const marks = (generation: number) =>
    marksOf("plenigo-stripe", `acme.${environment}`, companyId, generation);
  const stack = await provisionedStack({
    environment,
    metadata: { ...marks(1), [HANDED_OVER_AT]: "2026-11-01T09:00:00.000Z" },
  });
  const second = stack.addEndpoint({ metadata: marks(2) });
  await stack.store({
    webhookEndpointId: second.id,
    webhookSigningSecret: second.secret,
    previousWebhookEndpointId: stack.endpoint.id,
    previousWebhookSigningSecret: stack.endpoint.secret,
  });
  appendFileSync(
    join(stack.folder, `Pulumi.acme.${environment}.yaml`),
    "  plenigo-stripe:signingSecretGeneration: 2\n  plenigo-stripe:previousGeneration: enabled\n",
  );
  return { ...stack, old: stack.endpoint, endpoint: second };
}

/** A person who answers so, one after the other; undefined is Ctrl-C. Returns what was asked. */
function person(...answers: readonly (boolean | string | undefined)[]): string[] {
  const [left, asked]: [(boolean | string | undefined)[], string[]] = [[...answers], []];
  const next = async ({ message }: { readonly message: string }) => {
    asked.push(message);
    const answer = left.shift();
    if (answer === undefined)
      throw new UserError({
        code: "cancelled",
        what: "you have stopped here.",
      });
    return answer;
  };
  jest
    .mocked(prompts.terminalPrompts)
    .mockResolvedValue({ confirm: next, text: next } as unknown as prompts.Prompts);
  return asked;
}

const SHOW = "Show the new signing secret here, so that you can enter it?";
const ENTERED = "Have you entered the new signing secret in plenigo and saved it?";

// The secret that must be entered was never shown where it must be entered.
it.each([
  ["shows it", true],
  ["keeps it hidden", false],
])(
  "offers to show the new signing secret where it must be entered, and %s as the answer is",
  async (_, isShown) => {
    const stack = await atHandOver();
    const asked = person(isShown, false);
    const { code, stdout, stderr } = await stack.cli("rotate", "--stack", "acme.stage");
    expect(asked).toEqual([SHOW, ENTERED]);
    expect([code, stderr.includes(stack.endpoint.secret), stdout.includes(stack.endpoint.secret)]).toEqual([
      7,
      isShown,
      false,
    ]);
    expect(stdout).toMatch(/^! acme\.stage: the new signing secret has to be entered in plenigo\n/);
  },
);

it("shows it unasked with --reveal", async () => {
  const stack = await atHandOver();
  const asked = person(false);
  const { stderr } = await stack.cli("rotate", "--stack", "acme.stage", "--reveal");
  expect([asked, stderr.includes(stack.endpoint.secret)]).toEqual([[ENTERED], true]);
});

it("asks on live for the stack's name, since the answer is noted on the endpoint", async () => {
  const stack = await atHandOver("live");
  const asked = person(false, "");
  const { code } = await stack.cli("rotate", "--stack", "acme.live");
  expect([code, asked[1]]).toEqual([7, `${ENTERED} Type acme.live to go on, or nothing to stop.`]);
});

// A no was answered with "confirmation-missing: add --yes".
it("takes a no at a step for the end", async () => {
  const stack = await atHandOver();
  const asked = person(false, true, false);
  const { code, stderr } = await stack.cli("rotate", "--stack", "acme.stage");
  expect([code, asked[2]]).toEqual([1, `Switch ${stack.old.id} off?`]);
  expect(stderr).toMatch(/cancelled: you decided not to switch we_\w+ off\.[\s\S]*Done so far: hand-over\./);
});

it("talks German where it is asked to", async () => {
  const stack = await atHandOver("live");
  const asked = person(false, "");
  const { stdout, stderr } = await stack.cli("rotate", "--stack", "acme.live", "--lang", "de");
  expect(asked).toEqual([
    "Den neuen Geheimschlüssel für Signatur hier anzeigen, damit Sie ihn eintragen können?",
    "Haben Sie den neuen Geheimschlüssel für Signatur in plenigo eingetragen und gespeichert? Zum Fortfahren acme.live eingeben; eine leere Eingabe bricht ab.",
  ]);
  expect(stderr).toMatch(/stellen beide zu\. plenigo kennt den alten[\s\S]*Ein Wechsel läuft/);
  expect(stdout).toMatch(
    /^! acme\.live: Der neue Geheimschlüssel für Signatur muss noch in plenigo eingetragen werden\n[\s\S]*\n {2}weiter {2}npx plenigo-stripe handover --reveal --stack acme\.live\n {2}dann {4}npx plenigo-stripe/,
  );
});
