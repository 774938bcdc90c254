import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../sandbox/tenant-project";
import { repositoryFiles } from "../src/commands/new/tenant-repository";

const read = (...path: string[]) => readFileSync(join(CHECKOUT, ...path), "utf8");

it.each([
  ["one-tenant", undefined],
  ["fleet", "github"],
] as const)("examples/%s is what `new` writes", (example, pipeline) => {
  const written = repositoryFiles({ name: "plenigo-stripe", language: "javascript", pipeline });
  for (const [path, text] of written) expect([path, read("examples", example, path)]).toEqual([path, text]);
});

it.each(["own-program", "own-program-javascript"])("examples/%s asks for this version", (example) => {
  const { dependencies } = JSON.parse(read("examples", example, "package.json"));
  expect(dependencies["plenigo-stripe"]).toBe(JSON.parse(read("package.json")).version);
});
