import { oneLine, printable } from "../../src/terminal/printable";

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
