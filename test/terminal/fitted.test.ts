import { fitted, wrapped } from "../../src/terminal/fitted";

// At 60 columns the terminal broke words.
const TEXT = `✗ acme.live  error  config-invalid: companyId must be the plenigo company id: exactly 20 letters and digits
                          next  npx plenigo-stripe fleet list --stack acme.live   (names each mistake with what fixes it)
short`;

it.each([20, 40, 60, 80, 100, 120, 200])("no word is broken at %d columns, and none is lost", (columns) => {
  const lines = fitted(TEXT, { isTTY: true, columns }).split("\n");
  const isStep = (line: string) => /next|^ *\(names/.test(line);
  const tooLong = lines.filter((line) => line.length > columns && line.trim().includes(" ") && !isStep(line));
  expect(tooLong).toEqual([]);
  expect(lines.join(" ").split(/\s+/)).toEqual(TEXT.split(/\s+/));
});

it("what goes on stands below its line, and a command stays whole", () => {
  expect(wrapped(TEXT, 60)).toBe(`✗ acme.live  error  config-invalid: companyId must be the
  plenigo company id: exactly 20 letters and digits
                          next  npx plenigo-stripe fleet list --stack acme.live
                            (names each mistake with what fixes it)
short`);
});

it("colours take no room", () => {
  const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
  expect(wrapped(`${red("aaaa")} ${red("bbbb")} cccc`, 9)).toBe(`${red("aaaa")} ${red("bbbb")}\n  cccc`);
});

it.each([
  ["a pipe", {}],
  ["a terminal without a width", { isTTY: true }],
])("a text for %s stays as it is", (_, stream) => expect(fitted(TEXT, stream)).toBe(TEXT));
