import { styleText } from "node:util";

/** Symbols at the start of a line, the same in every command. */
export const SYMBOLS = { ok: "✓", warning: "!", failure: "✗", note: "·" } as const;

/** What a line says about the world. */
export type Tone = keyof typeof SYMBOLS;

const COLOURS = { ok: "green", warning: "yellow", failure: "red", note: "dim" } as const;

/** How lines look on one stream. */
export interface Look {
  /** A symbol and a text: `✓ endpoint enabled`. */
  line(tone: Tone, text: string): string;
  /** The text in the tone's colour, without a symbol. */
  colour(tone: Tone, text: string): string;
  bold(text: string): string;
  dim(text: string): string;
}

/** A stream that may be a terminal. */
export interface OutputStream {
  readonly isTTY?: boolean;
}

/** The look for a stream: colours on terminals only, and never with `NO_COLOR` (no-color.org). */
export function lookOf(stream: OutputStream, env: NodeJS.ProcessEnv): Look {
  const style = (format: Parameters<typeof styleText>[0], text: string) =>
    wantsColour(stream, env) ? styleText(format, text, { validateStream: false }) : text;
  const colour = (tone: Tone, text: string) => style(COLOURS[tone], text);
  return {
    line: (tone, text) => `${colour(tone, SYMBOLS[tone])} ${text}`,
    colour,
    bold: (text) => style("bold", text),
    dim: (text) => style("dim", text),
  };
}

/** Whether colours are wanted on a stream. */
function wantsColour(stream: OutputStream, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR) return false;
  if (env.CLICOLOR_FORCE && env.CLICOLOR_FORCE !== "0") return true;
  return Boolean(stream.isTTY) && env.TERM !== "dumb";
}
