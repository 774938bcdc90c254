import { type Confirmation, isConfirmed, requireConfirmation } from "../../src/terminal/confirmation";
import * as prompts from "../../src/terminal/prompts";
import { surroundingsIn } from "../support/run-cli";

jest.mock("../../src/terminal/prompts", () => ({ canAsk: jest.fn(() => false), terminalPrompts: jest.fn() }));

/** A person at a terminal who answers so; returns what was asked, and what was said to a wrong answer. */
function person(answer: boolean | string): { asked: string[]; said: (string | undefined)[] } {
  const [asked, said]: [string[], (string | undefined)[]] = [[], []];
  jest.mocked(prompts.canAsk).mockReturnValue(true);
  jest.mocked(prompts.terminalPrompts).mockResolvedValue({
    confirm: async ({ message }: { message: string }) => {
      asked.push(message);
      return Boolean(answer);
    },
    text: async ({ message, fault }: prompts.TextQuestion) => {
      asked.push(message);
      said.push(fault?.(String(answer)));
      return String(answer);
    },
  } as unknown as prompts.Prompts);
  return { asked, said };
}

const HERE = surroundingsIn("/");

const update = (name: string, environment?: "stage" | "live"): Confirmation => ({
  action: "update 1 stack",
  name,
  environment,
});

beforeEach(() => void jest.mocked(prompts.canAsk).mockReturnValue(false));

// `--yes` was refused for the stack acme-test, whose file says `environment: stage`.
it.each([
  ["stage by its file", "acme-test", "stage"],
  ["stage by its name", "acme.stage", undefined],
] as const)("--yes answers for a stack that is %s", async (_, name, environment) => {
  await expect(requireConfirmation(update(name, environment), { yes: true }, HERE)).resolves.toBeUndefined();
});

it.each([
  ["live by its file", "acme-test", "live"],
  ["live by its name", "acme.live", undefined],
  ["neither", "acme-test", undefined],
] as const)("--yes does not answer for a stack that is %s", async (_, name, environment) => {
  await expect(requireConfirmation(update(name, environment), { yes: true }, HERE)).rejects.toThrow(
    /^confirmation-missing: this would update 1 stack, and --yes answers for stage only\.[\s\S]*add --confirm/,
  );
});

// Questions and refusals sounded as if it had happened: "1 live stack is updated. That was not confirmed."
it.each([
  ["stage", "acme.stage", "Update 1 stack?", true],
  ["live", "acme.live", "Update 1 stack? Type acme.live to go on, or nothing to stop.", "acme.live"],
])("asks on %s in the imperative", async (_, name, question, answer) => {
  const { asked } = person(answer);
  await expect(requireConfirmation(update(name), {}, HERE)).resolves.toBeUndefined();
  expect(asked).toEqual([question]);
});

it.each([
  ["stage", "acme.stage", "add --yes"],
  ["live", "acme.live", "add --confirm acme.live"],
])("says on %s without a terminal what would be done", async (_, name, next) => {
  await expect(requireConfirmation(update(name), {}, HERE)).rejects.toThrow(
    `confirmation-missing: this would update 1 stack, and nobody has confirmed it.\n  where  ${name}\n  next   ${next}\n  Nothing was written.`,
  );
});

// A no at the question of a rotation was answered with "add --yes".
it.each([
  ["a no", "acme.stage", false],
  ["an empty name", "acme.live", ""],
])("%s at the question is the end, and no mistake", async (_, name, answer) => {
  person(answer);
  await expect(requireConfirmation(update(name), {}, HERE)).rejects.toThrow(
    /^cancelled: you decided not to update 1 stack\.[\s\S]*Nothing was written\.$/,
  );
});

it("says at once that another name is not the one that is asked for", async () => {
  const { said } = person("acme.stage");
  expect(await isConfirmed(update("acme.live"), HERE)).toBe(false);
  expect(said).toEqual(["This is not acme.live."]);
});

// A wrong --confirm got the text of a missing one.
it.each([
  ["on a terminal", true],
  ["without one", false],
])("names both names when --confirm says another one, %s", async (_, isTerminal) => {
  if (isTerminal) person("acme.live");
  await expect(requireConfirmation(update("acme.live"), { confirm: "beta.live" }, HERE)).rejects.toThrow(
    /^confirmation-missing: --confirm says beta\.live, and not acme\.live: this would update 1 stack\./,
  );
});

it("asks in the words that it is given", async () => {
  const { asked } = person("acme.live");
  const words = { question: "Wechsel beginnen?", toType: "acme.live eingeben.", mistyped: "Nein." };
  await isConfirmed({ ...update("acme.live"), words }, HERE);
  expect(asked).toEqual(["Wechsel beginnen? acme.live eingeben."]);
});
