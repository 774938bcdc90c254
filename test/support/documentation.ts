import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";

/** A Markdown file of the checkout. */
export interface Page {
  /** Relative to the checkout. */
  readonly path: string;
  readonly text: string;
}

const LEFT_OUT = new Set(["node_modules", ".git", ".sandbox", "coverage"]);

/** All Markdown files that are tracked, sorted by path. */
export function pages(folder = CHECKOUT): Page[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !LEFT_OUT.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return pages(path);
      return entry.name.endsWith(".md")
        ? [{ path: relative(CHECKOUT, path), text: readFileSync(path, "utf8") }]
        : [];
    })
    .sort((one, other) => one.path.localeCompare(other.path));
}

/** One page. @throws Error if it is not there */
export function page(path: string): Page {
  return { path, text: readFileSync(join(CHECKOUT, path), "utf8") };
}

/** A link as it is written. */
export interface Link {
  readonly from: string;
  readonly target: string;
}

/** Links of a page, without code. */
export function linksOf({ path, text }: Page): Link[] {
  const prose = withoutCode(text);
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => ({ from: path, target }));
}

/** File, relative to the checkout, and anchor that a relative link leads to. */
export function destinationOf({ from, target }: Link): { readonly path: string; readonly anchor?: string } {
  const [file = "", anchor] = target.split("#");
  return { path: file ? join(dirname(from), file) : from, anchor };
}

/** Anchors of a page's headings, as GitHub makes them. */
export function anchorsOf({ text }: Page): string[] {
  const seen = new Map<string, number>();
  return [...withoutFences(text).matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading = ""]) => {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = plain.replace(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-");
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

/** Lines of `plenigo-stripe …` in code fences and code spans: the words after the command's name. */
export function commandsOf({ path, text }: Page): { readonly from: string; readonly words: string[] }[] {
  const fences = fencesOf(text);
  const spans = [...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
  return [...fences, ...spans].flatMap((code) =>
    [...code.matchAll(/npx (?:--no )?plenigo-stripe([^\n#|`)]*)/g)].map(([, rest = ""]) => ({
      from: path,
      words: rest.trim().split(/\s+/).filter(Boolean),
    })),
  );
}

/** What stands in the code fences of a page. */
export function fencesOf(text: string): string[] {
  return [...text.matchAll(/^ *```[a-z]*\n([\s\S]*?)^ *```$/gm)].map(([, code = ""]) => code);
}

/** Names in backticks in the first column of the tables of a section. */
export function firstColumn({ text }: Page, heading: string): string[] {
  const section = text.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const cells = section
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|")[1] ?? "");
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ""));
}

function withoutFences(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```$/gm, "");
}

function withoutCode(text: string): string {
  return withoutFences(text).replace(/`[^`\n]*`/g, "");
}
