import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../sandbox/tenant-project";
import { AUDIT_FINDINGS, RUN_FINDINGS } from "../src/commands/fleet/finding-codes";
import { DELIVERY_FINDINGS } from "../src/commands/verify/report";
import { AWS_FIELDS, FIELDS } from "../src/config/fields";
import { ERROR_CODES } from "../src/errors";
import { stepOf } from "../src/remedies";
import {
  anchorsOf,
  commandsOf,
  destinationOf,
  fencesOf,
  firstColumn,
  linksOf,
  page,
  pages,
} from "./support/documentation";
import { commandLinesOf, NOT_RUN, RUN } from "./support/documented-commands";
import { helpOf } from "./support/help";

const INIT = /^ *npx (?:--no )?plenigo-stripe init/m;
const read = (file: string) => readFileSync(join(CHECKOUT, file), "utf8");

it("explains every configuration key, and no other", () => {
  expect(firstColumn(page("docs/configuration.md"), "Keys").sort()).toEqual(
    [...Object.keys(FIELDS), ...Object.keys(AWS_FIELDS)].sort(),
  );
});

it("explains every error code, and no other", () => {
  expect(firstColumn(page("docs/errors.md"), "Codes").sort()).toEqual([...ERROR_CODES].sort());
});

it.each([
  ["the audit", "Audit: is what consumers see what we declared?", AUDIT_FINDINGS],
  ["the runs", "Preview and update", RUN_FINDINGS],
])("explains every finding of %s, and no other", (_, heading, findings) => {
  expect(firstColumn(page("docs/fleet.md"), heading).sort()).toEqual(Object.keys(findings).sort());
});

// Findings had no next step, and the tables other words than the program.
it.each([
  ["the audit", AUDIT_FINDINGS],
  ["the runs", RUN_FINDINGS],
])("says of every finding of %s what the program says: meaning, weight and next step", (_, findings) => {
  const rows = page("docs/fleet.md")
    .text.split("\n")
    .map((line) => line.replace(/ +/g, " "));
  const expected = Object.entries(findings).map(([code, [severity, meaning, step]]) => {
    const { command, url, explanation } = stepOf(step, { stack: "STACK", starter: "npx plenigo-stripe" });
    const next = [command && `\`${command}\``, url, explanation].filter(Boolean).join(": ");
    return `| \`${code}\` | ${meaning} | ${severity.replace("-", " ")} | ${next} |`;
  });
  expect(rows).toEqual(expect.arrayContaining(expected));
});

it("explains every finding of verify, and no other", () => {
  expect(firstColumn(page("docs/delivery.md"), "What it finds").sort()).toEqual(
    [...DELIVERY_FINDINGS].sort(),
  );
});

it("names only npm scripts that there are", () => {
  const { scripts } = JSON.parse(read("package.json"));
  const texts = pages().map(({ text }) => text);
  const named = texts.flatMap((text) =>
    [...text.matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map(([, name]) => name ?? ""),
  );
  expect(named).toEqual(expect.arrayContaining(["sandbox", "check", "bench"]));
  for (const name of named) expect(scripts).toHaveProperty(name);
});

// The Kurzanleitung led into passphrase-missing at its first command.
it.each(
  pages()
    .filter(({ text }) => fencesOf(text).some((code) => INIT.test(code)))
    .map((each) => [each.path, each] as const),
)("%s says what encrypts the keys before init needs it", (_, { text }) => {
  const code = fencesOf(text).join("\n");
  const before = code.slice(0, (code.match(INIT)?.index ?? 0) + 80);
  expect(before).toMatch(/PULUMI_CONFIG_PASSPHRASE|--secrets-provider/);
});

it("has a line for each folder of the code", () => {
  const map = page("CONTRIBUTING.md").text;
  const folders = ["src", "sandbox"].flatMap((parent) =>
    readdirSync(join(CHECKOUT, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${parent}/${name}/`),
  );
  expect(folders.filter((folder) => !map.includes(`| \`${folder}\``))).toEqual([]);
});

it("names only tests that there are", () => {
  const texts = pages().map(({ text }) => text);
  const named = texts.flatMap((text) =>
    [...text.matchAll(/\btest\/[a-z/-]+[a-z](?:\.test\.ts)?/g)].map(([path]) => path),
  );
  const missing = named.filter(
    (path) => ![path, `${path}.test.ts`].some((file) => existsSync(join(CHECKOUT, file))),
  );
  expect(missing).toEqual([]);
});

describe("a command line that stands in the docs", () => {
  const lines = pages().flatMap(({ path, text }) => commandLinesOf(text).map((line) => ({ path, line })));
  const kinds = [...NOT_RUN, ...RUN];

  it("is run by a test, or is named as one that is not", () => {
    const unknown = lines.filter(({ line }) => !kinds.some(({ kind }) => kind.test(line)));
    expect(unknown).toEqual([]);
  });

  it("is run where it is said to be", () => {
    const wrong = RUN.filter(({ file, words }) => !read(file).includes(words));
    expect(wrong.map(({ file, words }) => `${file}: ${words}`)).toEqual([]);
  });

  it("has no entry without a line", () => {
    const idle = kinds.filter(({ kind }) => !lines.some(({ line }) => kind.test(line)));
    expect(idle.map(({ kind }) => kind.source)).toEqual([]);
  });

  it("is named with the reason where nothing runs it", () => {
    const rows = page("docs/guarantees.md")
      .text.split("\n")
      .map((row) => row.replace(/ +/g, " "));
    expect(rows).toEqual(
      expect.arrayContaining(NOT_RUN.map(({ name, reason }) => `| \`${name}\` | ${reason} |`)),
    );
  });
});

describe.each(pages().map((each) => [each.path, each] as const))("%s", (_, each) => {
  const links = linksOf(each);

  it("links only to files and headings that there are", () => {
    const relative = links.filter(({ target }) => !/^(https?|mailto):/.test(target));
    const broken = relative.filter((link) => {
      const { path, anchor } = destinationOf(link);
      if (!existsSync(join(CHECKOUT, path))) return true;
      return anchor !== undefined && !anchorsOf(page(path)).includes(anchor);
    });
    expect(broken.map(({ target }) => target)).toEqual([]);
  });

  it("links elsewhere by https only", () => {
    const elsewhere = links.filter(({ target }) => /^[a-z]+:/.test(target));
    for (const { target } of elsewhere) expect(new URL(target).protocol).toBe("https:");
  });

  it("shows commands with options that they have", async () => {
    for (const { words } of commandsOf(each)) {
      const help = await helpOf(words);
      const command = words.filter((word) => !word.startsWith("-")).join(" ");
      const options = words.filter((word) => word.startsWith("--") && word !== "--help");
      for (const option of options) expect(`${command}\n${help}`).toContain(`  ${option} `);
      expect(`${command}: ${help?.split("\n")[0]}`).toMatch(/: Usage: /);
    }
  });
});
