import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../sandbox/tenant-project";
import { AWS_FIELDS, FIELDS } from "../src/config/fields";

const read = (file: string) => readFileSync(join(CHECKOUT, file), "utf8");
const readme = read("README.md");

/** Names in backticks in the first column of the table below a heading. */
function firstColumn(heading: string): string[] {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const cells = section
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|")[1] ?? "");
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ""));
}

it("explains every configuration key, and no other", () => {
  expect(firstColumn("Configuration").sort()).toEqual(
    [...Object.keys(FIELDS), ...Object.keys(AWS_FIELDS)].sort(),
  );
});

it("explains every error code, and no other", () => {
  const codes = [...read("src/errors.ts").matchAll(/^ {2}\| "([a-z-]+)"/gm)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(10);
  expect(firstColumn("When something fails").sort()).toEqual(codes.sort());
});

it("names only npm scripts that there are", () => {
  const { scripts } = JSON.parse(read("package.json"));
  const named = [...readme.matchAll(/npm run (?:--silent )?([a-z]+)/g)].map(([, name]) => name ?? "");
  expect(named).toEqual(expect.arrayContaining(["sandbox", "check", "bench"]));
  for (const name of named) expect(scripts).toHaveProperty(name);
});

it("links only to files that there are", () => {
  for (const [, target = ""] of readme.matchAll(/\]\(((?!https?:)[^)]+)\)/g))
    expect(() => read(`${target}/README.md`)).not.toThrow();
});
