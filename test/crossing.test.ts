import { fakeKey } from "../sandbox/emulators/stripe/fake-keys";
import { crossingText, readCrossing } from "../src/crossing";
import { UserError } from "../src/errors";
import { explain, pulumi, type Remedy, shell, visit } from "../src/remedies";

const parts = { code: "key-refused", what: "Stripe refuses the key." } as const;

describe("an error of the provider, behind the engine", () => {
  // The fleet's reports took these texts apart by the words that they happened to begin with.
  it.each<[string, Remedy, Remedy?]>([
    ["a command", pulumi("up"), shell("pulumi up --stack live")],
    [
      "a command with its reason",
      pulumi("up", "makes a new one (with a new secret)"),
      shell("pulumi up --stack live", "makes a new one (with a new secret)"),
    ],
    ["several commands", shell("git pull && npm ci")],
    ["a page", visit("https://status.stripe.com")],
    ["a page with its reason", visit("https://status.stripe.com", "tells of outages")],
    ["words that begin like a command", explain("git knows the file (in its history)")],
  ])("keeps %s", (_, remedy, complete = remedy) => {
    const error = new UserError({ ...parts, next: [remedy, shell("export STRIPE_API_KEY=…")] });
    expect(readCrossing(crossingText(error, "live"))).toEqual({
      code: parts.code,
      told: [parts.what],
      next: [complete, shell("export STRIPE_API_KEY=…")],
    });
  });

  it("is for the stack that the error names, else for the one that runs", () => {
    const error = new UserError({ ...parts, stack: "acme.live", next: [pulumi("up")] });
    expect(readCrossing(crossingText(error, "live"))?.next).toEqual([shell("pulumi up --stack acme.live")]);
  });

  it("keeps the state of the world, and leaves out where it was and that nothing was written", () => {
    const told = (state?: string) => {
      const error = new UserError({
        ...parts,
        where: "we_1 https://a.example\nwe_2 https://b.example",
        state,
      });
      return readCrossing(crossingText(error))?.told;
    };
    expect(told("Endpoint we_1 exists.")).toEqual([parts.what, "Endpoint we_1 exists."]);
    expect(told()).toEqual([parts.what]);
  });

  it("is read without the indentation too", () => {
    const text = crossingText(new UserError({ ...parts, where: "x", next: [pulumi("up"), explain("wait")] }));
    const lines = text.split("\n").map((line) => line.trim());
    expect(readCrossing(lines.join("\n"))).toEqual(readCrossing(text));
  });

  it("holds no secret", () => {
    const secret = fakeKey("sk", "live", "x");
    const text = crossingText(new UserError({ ...parts, what: secret, next: [shell(secret)] }));
    expect(text).not.toContain(secret.slice(8));
  });
});

it.each(["error: no such thing", "word-word: a foreign text", "key-refused without a colon", ""])(
  "is not found in %j",
  (text) => {
    expect(readCrossing(text)).toBeUndefined();
  },
);
