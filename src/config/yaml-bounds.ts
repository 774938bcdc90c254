import { CST, Lexer } from "yaml";

/** Most levels of a document, aliases followed; a stack file has four. A value that holds itself has no end of them. */
const MOST_LEVELS = 32;

/** Most values of a document, aliases followed. */
const MOST_VALUES = 20_000;

/** Most keys, items and marks of a text; the parser compares each key with all others of its map. */
const MOST_ENTRIES = 5_000;

const ENTRIES: readonly (string | null)[] = [
  "map-value-ind",
  "seq-item-ind",
  "comma",
  "anchor",
  "tag",
  "alias",
];
const OPENING: readonly (string | null)[] = ["flow-seq-start", "flow-map-start"];
const CLOSING: readonly (string | null)[] = ["flow-seq-end", "flow-map-end"];
const BLOCK_MARKS: readonly (string | null)[] = ["seq-item-ind", "explicit-key-ind", "map-value-ind"];

/** Levels that the text may seem to have, by brackets, indentation and marks; more than the parser's recursion bears. */
const MOST_LEXICAL_LEVELS = 200;

/**
 * Looks at a YAML text before it is parsed: far too many levels end the whole process within the parser, where no
 * exception can be caught.
 * @throws Error in words that go on after the file's name
 */
export function refuseUnboundedText(text: string): void {
  let [flow, indent, marks, entries, isLineStart] = [0, 0, 0, 0, true];
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token);
    if (type === "newline") [indent, marks] = [0, 0];
    if (type === "space" && isLineStart) indent = token.length;
    isLineStart = type === "newline";
    if (OPENING.includes(type)) flow += 1;
    if (CLOSING.includes(type)) flow -= 1;
    const isMark = flow === 0 && BLOCK_MARKS.includes(type);
    if (isMark) marks += 1;
    if (ENTRIES.includes(type)) entries += 1;
    const levels = flow + (isMark ? marks + indent : 0);
    if (levels > MOST_LEXICAL_LEVELS) throw tooDeep();
    if (entries > MOST_ENTRIES) throw tooMany(MOST_ENTRIES);
  }
}

/**
 * Looks at what a document holds: whatever is read later may go through all its values, so they must be few, and
 * nested finitely.
 * @throws Error in words that go on after the file's name
 */
export function refuseUnboundedValues(content: object): void {
  let values = 0;
  const visit = (value: unknown, level: number): void => {
    if (level > MOST_LEVELS) throw tooDeep();
    values += 1;
    if (values > MOST_VALUES) throw tooMany(MOST_VALUES);
    if (typeof value === "object" && value !== null)
      for (const inner of Object.values(value)) visit(inner, level + 1);
  };
  visit(content, 0);
}

function tooDeep(): Error {
  return new Error(`its values are nested more than ${MOST_LEVELS} levels deep, or hold themselves (*name)`);
}

function tooMany(count: number): Error {
  return new Error(`it holds more than ${count.toLocaleString("en-GB")} values`);
}
