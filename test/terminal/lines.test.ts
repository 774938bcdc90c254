import { type Line, textOfLines } from "../../src/remedies";
import { fitted, oneLine, printable, wrapped } from "../../src/terminal/lines";

// A stack file may be named so by whoever opens a pull request; its name reached terminals and logs as it was.
it.each([
  ["a line break", "a\n::error::b", "a ::error::b"],
  ["the start of a command of GitHub", "::error title=x::b", ": :error title=x::b"],
  ["an older command of GitHub", "a ##[error]b", "a # #[error]b"],
  ["a sequence that colours", "a\u001b[31mb", "ab"],
  ["a sequence that paints over", "a\u001b[2Jb\rc\bd", "ab cd"],
  ["a C1 control", "a\u009b31mb", "ab"],
  ["a turn of the line's direction", "a\u202eb", "ab"],
  ["no width", "a\u200bb\ufeff", "ab"],
  ["nothing to clean", "ümlaut – ok: a::b", "ümlaut – ok: a::b"],
])("one line has of %s only what can be printed anywhere", (_, text, line) => {
  expect(oneLine(text)).toBe(line);
});

it("a text of several lines keeps its lines and indentation, and begins no command", () => {
  expect(printable("a\n  b\u001b[1m\n  ::error::c\n::add-mask::d")).toBe(
    "a\n  b\n  : :error::c\n: :add-mask::d",
  );
});

// At 60 columns the terminal broke words.
const LINES: readonly Line[] = [
  "✗ acme.live  error  config-invalid: companyId must be the plenigo company id: exactly 20 letters and digits",
  {
    label: `${" ".repeat(26)}next  `,
    step: {
      command: "npx plenigo-stripe fleet list --stack acme.live",
      explanation: "names each mistake with what fixes it",
    },
  },
  "short",
];

it.each([20, 40, 60, 80, 100, 120, 200])("no word is broken at %d columns, and none is lost", (columns) => {
  const lines = fitted(LINES, { isTTY: true, columns }).split("\n");
  const isCommand = (line: string) => line.includes("next  npx");
  const tooLong = lines.filter((line) => line.length > columns && line.trim().includes(" "));
  expect(tooLong.filter((line) => !isCommand(line))).toEqual([]);
  expect(lines.join(" ").split(/\s+/)).toEqual(textOfLines(LINES).split(/\s+/));
});

it("what goes on stands below its line, and a command stays whole", () => {
  expect(wrapped(LINES, 60)).toBe(`✗ acme.live  error  config-invalid: companyId must be the
  plenigo company id: exactly 20 letters and digits
                          next  npx plenigo-stripe fleet list --stack acme.live
                            (names each mistake with what
                              fixes it)
short`);
});

// Behind other words than "next" and "or" a command was broken, and words that only began so were not.
it("a line's own words make no command of it, and a command needs no word before it", () => {
  const words = "  next  this is a sentence of somebody else";
  const command = { label: "      ", step: { command: "pulumi config set --secret plenigo-stripe:key" } };
  const advice = { label: "  next  ", step: { explanation: "ask whoever set the stack up" } };
  expect(wrapped([words, command, advice], 24)).toBe(`  next  this is a
    sentence of somebody
    else
      pulumi config set --secret plenigo-stripe:key
  next  ask whoever set
    the stack up`);
});

it("colours take no room", () => {
  const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
  expect(wrapped([`${red("aaaa")} ${red("bbbb")} cccc`], 9)).toBe(`${red("aaaa")} ${red("bbbb")}\n  cccc`);
});

it.each([
  ["a pipe", {}],
  ["a terminal without a width", { isTTY: true }],
])("a text for %s stays as it is", (_, stream) => expect(fitted(LINES, stream)).toBe(textOfLines(LINES)));
