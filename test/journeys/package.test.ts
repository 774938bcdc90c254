import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT, makeProject } from "../../sandbox/tenant-project";
import { SHIM } from "../../src/endpoint/shim";
import { describeWithEngine, standIns } from "../support/engine";
import { Journey } from "../support/journey";
import { GOOD_WALK, packageWalk } from "../support/package-walk";
import { installOffline, newRepository, type Packed, packed, removeFolder } from "../support/packed";

let pack: Packed;
beforeAll(() => {
  pack = packed();
});
afterAll(() => pack?.remove());

describe("the tarball", () => {
  let folder: string;
  beforeAll(() => {
    folder = `${pack.tarball}.content`;
    mkdirSync(folder);
    execFileSync("tar", ["-xzf", pack.tarball, "-C", folder, "--strip-components=1"]);
  });

  it("holds compiled code, schemas, pipelines, templates and docs, and nothing else", () => {
    expect(readdirSync(folder).sort()).toEqual(
      ["CHANGELOG.md", "LICENSE", "README.md", "dist", "docs", "entry", "package.json", "pipelines"].concat([
        "schemas",
        "templates",
      ]),
    );
    const files = readdirSync(join(folder, "dist"), { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => /\.ts$/.test(file) && !/\.d\.ts$/.test(file))).toEqual([]);
  });

  it("stays small", () => {
    expect(statSync(pack.tarball).size).toBeLessThan(400_000);
  });

  it("needs no loader for TypeScript", () => {
    const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const loaders = Object.keys(dependencies).filter((name) => /^(ts-node|tsx|typescript|@swc\/)/.test(name));
    expect(loaders).toEqual([]);
  });
});

describeWithEngine("a repository that `new` has written, with the package from its tarball", () => {
  let program: string;
  let journey: Journey;
  beforeAll(async () => {
    program = newRepository(pack.tarball, "typescript");
    installOffline(program);
    journey = await Journey.open({ program });
  });
  afterAll(async () => {
    await journey?.close();
    removeFolder(program);
  });

  it("is provisioned, checked, repaired, audited and destroyed", async () => {
    expect(await packageWalk(journey, program)).toEqual(GOOD_WALK);
  });

  it("takes over a stack of a clone without a diff, and gives it back", async () => {
    makeProject(journey.project, standIns, CHECKOUT);
    await journey.up();
    const stored = [journey.resource("WebhookEndpoint")?.inputs?.__provider === SHIM];
    for (const where of [program, CHECKOUT]) {
      makeProject(journey.project, standIns, where);
      const { code, writes } = await journey.preview();
      expect({ where, code, writes }).toEqual({ where, code: 0, writes: [] });
      const up = await journey.up();
      expect(up.writes).toEqual([]);
      stored.push(journey.resource("WebhookEndpoint")?.inputs?.__provider === SHIM);
    }
    expect(stored).toEqual([true, true, true]);
  });
});
