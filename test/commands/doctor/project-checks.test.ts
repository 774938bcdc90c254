import { fakeKey } from "../../../sandbox/emulators/stripe/fake-keys";
import { UserError } from "../../../src/errors";
import { pulumiAlone } from "../../../src/remedies";
import { companyId, PROJECT, stackFileText } from "../../support/project-folder";
import { FILES, finding, healthyEngine } from "./examination";

describe("project", () => {
  it.each([
    [
      "is there and refreshes by itself",
      { "Pulumi.yaml": `${PROJECT}options: { refresh: always }\n` },
      /^ok: plenigo-stripe in /,
    ],
    ["does not refresh by itself", { "Pulumi.yaml": PROJECT }, /^warning: .*does not refresh by itself/],
    [
      "runs on bun, which has no dynamic providers",
      { "Pulumi.yaml": "name: plenigo-stripe\nruntime: bun\n" },
      /^failure: plenigo-stripe runs on bun: .*need Node/,
    ],
    [
      "runs on bun with options",
      { "Pulumi.yaml": "name: plenigo-stripe\nruntime: { name: bun, options: {} }\n" },
      /^failure: plenigo-stripe runs on bun/,
    ],
    ["is missing", {}, /^failure: project-missing/],
  ])("%s", async (_, files, text) => expect((await finding("project", { files })).text).toMatch(text));
});

describe("backend", () => {
  it("is named without its password", async () => {
    const engine = healthyEngine({
      backend: async () => ({ url: "https://u:geheim@states.example", user: "me" }),
    });
    expect((await finding("backend", { engine })).text).toBe("ok: https://states.example, as me");
  });

  it("that does not answer is a failure, with the engine's reason", async () => {
    const backend = () =>
      Promise.reject(
        new UserError({ code: "engine-failed", what: "no login", next: [pulumiAlone("login")] }),
      );
    const found = await finding("backend", { engine: healthyEngine({ backend }) });
    expect([found.text, found.next]).toEqual(["failure: engine-failed: no login", "pulumi login"]);
  });
});

describe("stacks", () => {
  const orphan = { ...FILES, "Pulumi.beta.stage.yaml": stackFileText(companyId(2)) };

  it.each([
    ["all are whole", FILES, ["acme.stage"], /^ok: all 1 fit/],
    [
      "templates have no stack yet",
      { ...FILES, "Pulumi.live.yaml": "config:\n  aws:region: <region>\n" },
      ["acme.stage"],
      /^ok/,
    ],
    [
      "a file has no stack",
      orphan,
      ["acme.stage"],
      /^warning: no stack of the files Pulumi\.beta\.stage\.yaml$/,
    ],
    [
      "a stack has no file",
      FILES,
      ["acme.stage", "gone.live"],
      /^warning: no file of the stacks gone\.live$/,
    ],
  ])("when %s", async (_, files, stacks, text) => {
    const engine = healthyEngine({ stacks: async () => stacks });
    expect((await finding("stacks", { files, engine })).text).toMatch(text);
  });

  it.each([
    ["both are there", "acme.stage", ["acme.stage"], /^ok/, ""],
    [
      "the stack is missing",
      "acme.stage",
      [],
      /^failure: .*no stack acme\.stage/,
      "pulumi stack init acme.stage",
    ],
    [
      "the file is missing",
      "beta.live",
      ["beta.live"],
      /^failure: .*there is no Pulumi\.beta\.live\.yaml/,
      "git log",
    ],
    [
      "neither is there",
      "beta.live",
      [],
      /^failure: .*neither a stack beta\.live nor a file/,
      "plenigo-stripe init beta.live",
    ],
  ])("of one stack: %s", async (_, stack, stacks, text, next) => {
    const engine = healthyEngine({ stacks: async () => stacks });
    const found = await finding("stacks", { stack, engine });
    expect(found).toMatchObject({ text: expect.stringMatching(text), next: expect.stringContaining(next) });
  });
});

describe("plain-secrets", () => {
  it("finds a key that was pasted into a stack file, by its line and without repeating it", async () => {
    const key = fakeKey("rk", "live", "pasted");
    const files = { ...FILES, "Pulumi.beta.stage.yaml": `config:\n  plenigo-stripe:note: ${key}\n` };
    const found = await finding("plain-secrets", { files });
    expect(found.text).toBe("failure: a key or signing secret in plain text: Pulumi.beta.stage.yaml line 2");
    expect(JSON.stringify(found)).not.toContain(key);
  });

  it("takes a publishable key for none", async () => {
    const files = {
      ...FILES,
      "Pulumi.beta.stage.yaml": `config:\n  x:y: ${fakeKey("pk", "live", "public")}\n`,
    };
    expect((await finding("plain-secrets", { files })).text).toMatch(
      /^ok: none in Pulumi\.yaml, Pulumi\.acme\.stage\.yaml, /,
    );
  });
});
