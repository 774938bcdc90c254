import { operatorStacks } from "../../../../src/commands/fleet/kubernetes/operator-stacks";
import type { OperatorSettings } from "../../../../src/commands/fleet/kubernetes/stack-resource";
import { readFleet, selectStacks } from "../../../../src/commands/fleet/select";
import { findStackCrd, stackValidator, topRules } from "../../../support/operator-crd";
import { companyId, folderWith, PROJECT, stackFileText } from "../../../support/project-folder";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

const settings: OperatorSettings = {
  project: "plenigo-stripe",
  organization: "organization",
  repository: "https://github.com/acme/fleet.git",
  commit: COMMIT,
  repoDir: "",
  backend: "s3://state?region=eu-central-1",
  image: "pulumi/pulumi-nodejs:3.248.0",
  envSecrets: {},
  configSecrets: {},
  resyncSeconds: 86_400,
};

/** Everything that can be asked for. */
const everything: Partial<OperatorSettings> = {
  repoDir: "fleet",
  namespace: "stripe",
  serviceAccount: "plenigo-stripe",
  gitSecret: { secret: "git", key: "token" },
  envSecrets: { PULUMI_CONFIG_PASSPHRASE: { secret: "pulumi", key: "passphrase" } },
  configSecrets: { "plenigo-stripe:stripeSecretKey": { secret: "{name}-stripe", key: "secretKey" } },
};

const KMS = "secretsprovider: awskms:///alias/plenigo?region=eu-central-1";

interface Asked {
  readonly settings?: Partial<OperatorSettings>;
  readonly canaries?: number;
  readonly secretsProvider?: string;
  readonly tenants?: readonly string[];
}

function resources(names: readonly string[], asked: Asked = {}, head = KMS) {
  const files = names.map((name, index) => [
    `Pulumi.${name}.yaml`,
    `${head}\n${stackFileText(companyId(index)).replace("encryptionsalt: v1:salt\n", "")}`,
  ]);
  const fleet = readFleet(folderWith({ "Pulumi.yaml": PROJECT, ...Object.fromEntries(files) }));
  const selected = selectStacks(fleet, { tenants: asked.tenants });
  const { canaries = 0, secretsProvider } = asked;
  const all = operatorStacks(
    fleet,
    selected,
    { ...settings, ...asked.settings },
    { canaries, secretsProvider },
  );
  // biome-ignore lint/suspicious/noExplicitAny: read by tests like a person reads YAML
  return all as any[];
}

const crd = findStackCrd(process.env);
const describeWithCrd = crd ? describe : describe.skip;
const reason = crd ? "" : " (skipped: no pulumi.com_stacks.yaml in PLENIGO_STRIPE_PKO or ../shared/pko)";

describeWithCrd(`the operator's definition of Stack${reason}`, () => {
  const validate = crd ? stackValidator(crd) : undefined;
  const errors = (resource: unknown) => (validate?.(resource) ? [] : validate?.errors);

  it.each([
    ["the least that is asked for", {}],
    ["everything", { settings: everything, canaries: 1 }],
    ["no runs without a new commit", { settings: { resyncSeconds: 0 } }],
  ])("accepts resources with %s", (_, asked) => {
    for (const resource of resources(["acme.live", "bild.live"], asked)) expect(errors(resource)).toEqual([]);
  });

  it("would refuse what it does not know", () => {
    const [resource] = resources(["acme.live"]);
    expect(errors({ ...resource, spec: { ...resource.spec, destroyOnFinalise: false } })).toHaveLength(1);
    expect(errors({ ...resource, spec: { ...resource.spec, workspaceReclaimPolicy: "Drop" } })).toHaveLength(
      1,
    );
  });

  it("has no other rule for names than the length that we keep", () => {
    expect(topRules(crd ?? "")).toEqual(["size(self.metadata.name) <= 42"]);
  });
});

it("pins the commit and never names a branch, which would run every stack at each commit", () => {
  const [{ spec }] = resources(["acme.live"], { settings: { repoDir: "fleet" } });
  expect(spec).toMatchObject({ projectRepo: settings.repository, commit: COMMIT, repoDir: "fleet" });
  expect(spec).not.toHaveProperty("branch");
});

it("names the stack in full, with its backend and the key of its file", () => {
  const [{ metadata, spec }] = resources(["acme.live"], { secretsProvider: "awskms:///alias/other" });
  expect(metadata).toMatchObject({ name: "acme-live", annotations: { "plenigo-stripe/stack": "acme.live" } });
  expect(spec).toMatchObject({
    stack: "organization/plenigo-stripe/acme.live",
    backend: settings.backend,
    secretsProvider: "awskms:///alias/plenigo?region=eu-central-1",
  });
});

it("takes the key that is given where the file names none", () => {
  const [{ spec }] = resources(["acme.live"], { secretsProvider: "awskms:///alias/other" }, "");
  expect(spec.secretsProvider).toBe("awskms:///alias/other");
});

it("leaves no idle pod behind, and never destroys with the resource", () => {
  for (const { spec } of resources(["acme.live", "acme.stage"]))
    expect(spec).toMatchObject({ workspaceReclaimPolicy: "Delete", destroyOnFinalize: false });
});

it("repairs drift by runs without a new commit, unless that is not wanted", () => {
  const [{ spec }] = resources(["acme.live"]);
  expect(spec).toMatchObject({
    refresh: true,
    continueResyncOnCommitMatch: true,
    resyncFrequencySeconds: 86_400,
  });
  const [{ spec: without }] = resources(["acme.live"], { settings: { resyncSeconds: 0 } });
  expect(without).not.toHaveProperty("continueResyncOnCommitMatch");
});

it("refers to secrets and holds none", () => {
  const [{ spec }] = resources(["acme.live"], { settings: everything });
  expect(spec.envRefs).toEqual({
    PULUMI_CONFIG_PASSPHRASE: { type: "Secret", secret: { name: "pulumi", key: "passphrase" } },
  });
  expect(spec.secretsRef).toEqual({
    "plenigo-stripe:stripeSecretKey": {
      type: "Secret",
      secret: { name: "acme-live-stripe", key: "secretKey" },
    },
  });
  expect(spec.gitAuth.accessToken.secret).toEqual({ name: "git", key: "token" });
});

it("lets the others wait for the canaries of their environment, which come first", () => {
  const names = ["acme.live", "acme.stage", "bild.live", "bild.stage", "celle.live"];
  const order = resources(names, { canaries: 1 }).map(({ metadata, spec }) => [
    metadata.name,
    spec.prerequisites?.map(({ name }: { name: string }) => name),
  ]);
  expect(order).toEqual([
    ["acme-stage", undefined],
    ["bild-stage", ["acme-stage"]],
    ["acme-live", undefined],
    ["bild-live", ["acme-live"]],
    ["celle-live", ["acme-live"]],
  ]);
});

describe("refuses", () => {
  it("two stacks with one resource name, naming both, also when one is not selected", () => {
    expect(() => resources(["acme.news.live", "acme-news.live"], { tenants: ["acme.news"] })).toThrow(
      /^kubernetes-refused: one thing is.*\n {2}acme-news\.live and acme\.news\.live would both be the resource acme-news-live/,
    );
  });

  it("a passphrase that no Secret gives", () => {
    expect(() => resources(["acme.live"], {}, "encryptionsalt: v1:salt")).toThrow(
      /acme\.live: is encrypted with a passphrase: add --env-secret PULUMI_CONFIG_PASSPHRASE=SECRET\/KEY/,
    );
    const given = { settings: everything };
    expect(resources(["acme.live"], given, "encryptionsalt: v1:salt")[0].spec).not.toHaveProperty(
      "secretsProvider",
    );
  });

  it.each([
    ["a backend on this machine", { backend: "file:///tmp/state" }, /--backend .* where no pod gets at it/],
    [
      "a token in the repository's URL",
      { repository: "https://me:token@github.com/a/b" },
      /--repository holds a user/,
    ],
    [
      "a Secret that can't be mounted",
      { configSecrets: { k: { secret: "a.b", key: "k" } } },
      /acme\.live: the Secret a\.b must have at most 56/,
    ],
  ])("%s", (_, wrong, message) => {
    expect(() => resources(["acme.live"], { settings: wrong })).toThrow(message);
  });

  it("everything at once, and a stack without environment", () => {
    const wrong = { settings: { backend: "file:///tmp/state" } };
    expect(() => resources(["bild", "acme.live"], wrong, "encryptionsalt: v1:salt")).toThrow(
      /3 things are in the way[\s\S]*--backend[\s\S]*acme\.live: is encrypted[\s\S]*bild: neither/,
    );
  });
});
