import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { preProcessFile } from "typescript";
import { CHECKOUT } from "../sandbox/tenant-project";

const SRC = join(CHECKOUT, "src");

/** Rooms and files of `src/`, from the top down (CONTRIBUTING.md, map of the code). */
const LAYERS = [
  ["cli"],
  ["commands", "index", "connection"],
  ["config", "endpoint", "secret"],
  ["stripe", "aws", "engine", "terminal"],
  [
    "network",
    "crossing",
    "program-error",
    "errors",
    "remedies",
    "environments",
    "credential-forms",
    "own-manifest",
  ],
] as const;

/** One import of a file of ours by another; both relative to `src/`. */
interface Import {
  readonly from: string;
  readonly to: string;
}

const IMPORTS: readonly Import[] = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .flatMap((from) => importsOf(from).map((to) => ({ from, to })));

/** Types count too, and what is loaded late. */
function importsOf(file: string): string[] {
  const { importedFiles } = preProcessFile(readFileSync(join(SRC, file), "utf8"), true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith("."))
    .map((name) => relative(SRC, `${join(SRC, dirname(file), name)}.ts`))
    .filter((target) => existsSync(join(SRC, target)));
}

const roomOf = (file: string) => (file.split("/")[0] ?? "").replace(/\.ts$/, "");
const layerOf = (file: string) => LAYERS.findIndex((layer) => layer.some((room) => room === roomOf(file)));

/** Ways that come back to where they began, each as the parts that it passes. */
function circles(edges: readonly Import[]): string[] {
  const targets = new Map(edges.map(({ from }) => [from, edges.filter((edge) => edge.from === from)]));
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (at: string, way: readonly string[]) => {
    if (way.includes(at)) return void found.push([...way.slice(way.indexOf(at)), at].join(" → "));
    if (done.has(at)) return;
    for (const { to } of targets.get(at) ?? []) walk(to, [...way, at]);
    done.add(at);
  };
  for (const { from } of edges) walk(from, []);
  return [...new Set(found)];
}

it("each room has its layer", () => {
  expect(IMPORTS.filter(({ from, to }) => layerOf(from) < 0 || layerOf(to) < 0)).toEqual([]);
});

it("imports point down or to the side, never up", () => {
  const up = IMPORTS.filter(({ from, to }) => layerOf(to) < layerOf(from));
  expect(up.map(({ from, to }) => `src/${from} imports src/${to}`)).toEqual([]);
});

it("no rooms import each other", () => {
  const edges = IMPORTS.map(({ from, to }) => ({ from: roomOf(from), to: roomOf(to) }));
  expect(circles(edges.filter(({ from, to }) => from !== to))).toEqual([]);
});

// Forty files read the folder, environment and streams of the process, so that tests replaced globals.
it("commands find their surroundings handed down: only main reads those of the process", () => {
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) =>
    /^(cli|commands|terminal)\/.*\.ts$/.test(file),
  );
  const readers = files.filter((file) =>
    /\bprocess\.(env|cwd|chdir|std(in|out|err)|exit)\b/.test(readFileSync(join(SRC, file), "utf8")),
  );
  expect(readers).toEqual(["cli/main.ts"]);
});

it("no files import each other", () => {
  expect(circles(IMPORTS)).toEqual([]);
});
