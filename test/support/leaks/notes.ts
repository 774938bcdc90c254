import { appendFileSync, type Dirent, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";

/**
 * What the tests of a run note for the sweep at its end: each key and signing secret that was in play, and each text that
 * something under test has printed or written. Every process has a file of its own, one JSON document a line.
 */
const folder = process.env.PLENIGO_STRIPE_LEAK_NOTES;

/** Notes a secret that must not be in any text; kept between the tests of a file, so that each is written once. */
export function noteSecret(secret: string): void {
  if (noted.has(secret)) return;
  noted.add(secret);
  append({ secret });
}
const noted = new Set<string>();

/** Notes a text; `what` says where it comes from. */
export function noteText(what: string, text: string): void {
  if (text) append({ from: `${testFile()}: ${what}`, text });
}

/** Notes each file below a folder, links left out. */
export function noteFiles(below: string): void {
  const entries = readdirSync(below, { recursive: true, withFileTypes: true }) as Dirent[];
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const file = join(entry.parentPath, entry.name);
    noteText(relative(below, file), readFileSync(file, "utf8"));
  }
}

function append(note: object): void {
  if (folder) appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(note)}\n`);
}

function testFile(): string {
  return basename(expect.getState().testPath ?? "");
}
