import { isProgramFile } from "../../../../src/commands/fleet/changed/program-files";

it.each([
  ["the program", "src/index.ts"],
  ["a part of the program", "src/endpoint/create.ts"],
  ["a file of a kind and place nobody thought of", "lib/rules.json"],
  ["the lock file", "package-lock.json"],
  ["the packages", "package.json"],
  ["the project's settings", "Pulumi.yaml"],
  ["the compiler's settings", "tsconfig.json"],
  ["a folder of the program named like one for tests", "src/test/double.ts"],
  ["the lock file of a workspace above", "../../package-lock.json"],
])("counts %s", (_, path) => {
  expect(isProgramFile(path)).toBe(true);
});

it.each([
  ["what people read", "README.md"],
  ["documentation", "docs/fleet.md"],
  ["tests", "test/fleet/list.test.ts"],
  ["tests beside the program", "src/rules.test.ts"],
  ["the sandbox", "sandbox/main.ts"],
  ["workflows", ".github/workflows/deploy.yml"],
  ["pipelines to copy", "pipelines/github/deploy.yml"],
  ["another project's program", "examples/own-program/index.ts"],
  ["the licence", "LICENSE"],
  ["what git leaves out", ".gitignore"],
  ["a neighbour in a larger repository", "../shop/index.ts"],
  ["a neighbour's packages", "../shop/package.json"],
])("does not count %s", (_, path) => {
  expect(isProgramFile(path)).toBe(false);
});
