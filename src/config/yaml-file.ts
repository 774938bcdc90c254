import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { type Document, isAlias, LineCounter, parseDocument, visit } from "yaml";
import { messageOf, redact } from "../errors";
import { refuseUnboundedText, refuseUnboundedValues } from "./yaml-bounds";

/** Most bytes of a file that is read; a stack file has a few thousand. */
export const MOST_BYTES = 256 * 1024;

/**
 * A YAML (or JSON) file that holds a map; an empty file is an empty map. Reads regular files only, never waits, and
 * what it returns is bounded in size and depth.
 * @throws Error in words that go on after the file's name; they never show the file's content
 */
export function readYamlMap(file: string): Record<string, unknown> {
  return yamlMapOf(boundedText(file));
}

/** The map that a text in YAML (or JSON) holds. @throws Error as `readYamlMap` does */
export function yamlMapOf(text: string): Record<string, unknown> {
  refuseUnboundedText(text);
  const content = parsed(text) ?? {};
  if (typeof content !== "object" || Array.isArray(content)) throw new Error("it is not a map");
  refuseUnboundedValues(content);
  return content as Record<string, unknown>;
}

/** `O_NONBLOCK`, since the open of a pipe that nobody writes to would wait for ever. */
function boundedText(file: string): string {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new Error(`it can't be read (${(error as NodeJS.ErrnoException).code ?? messageOf(error)})`);
  }
  try {
    if (!fstatSync(descriptor).isFile()) throw new Error("it is not a regular file");
    return textOf(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** What was read counts: some files of the system tell the size 0 whatever they hold. */
function textOf(descriptor: number): string {
  const buffer = Buffer.alloc(MOST_BYTES + 1);
  let length = 0;
  for (let count = -1; count !== 0 && length < buffer.length; length += count)
    count = readSync(descriptor, buffer, length, buffer.length - length, null);
  if (length > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES / 1024} KiB`);
  return buffer.toString("utf8", 0, length);
}

function parsed(text: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, logLevel: "error" });
  const fault = document.errors[0] ?? unresolvedAlias(document);
  if (!fault) return plainValueOf(document);
  const { line, col } = lineCounter.linePos(fault.pos[0]);
  // Without the parser's picture of the line, which would show what stands there.
  throw new Error(`line ${line}, column ${col}: ${redact(fault.message.split("\n")[0] ?? "")}`);
}

function unresolvedAlias(document: Document): { message: string; pos: [number] } | undefined {
  let found: { message: string; pos: [number] } | undefined;
  visit(document, {
    Alias(_, alias) {
      if (!isAlias(alias) || alias.resolve(document)) return undefined;
      found = { message: "an alias (*name) of a value that is not there", pos: [alias.range?.[0] ?? 0] };
      return visit.BREAK;
    },
  });
  return found;
}

function plainValueOf(document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (/alias count/i.test(messageOf(error))) throw new Error("its aliases (*name) multiply beyond bounds");
    throw error;
  }
}
