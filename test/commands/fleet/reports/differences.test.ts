import { differencesOf } from "../../../../src/commands/fleet/reports/differences";

const MARKS = { managed_by: "plenigo-stripe", plenigo_stack: "a.live" };

it.each([
  ["events", ["a.b"], ["c.d", "e.f"], "missing a.b | extra c.d,e.f"],
  ["events that are all there", ["a.b"], [], "missing a.b"],
  ["a text", "one", "two", "declared one | found two"],
  ["an empty text", "", "two", "declared (empty) | found two"],
  ["a value that is not there", "2025-01-27.acacia", null, "declared 2025-01-27.acacia | found (none)"],
  ["one side alone", undefined, "two", "found two"],
  [
    "maps, by what differs in them",
    MARKS,
    { ...MARKS, plenigo_stack: "b.live" },
    "declared plenigo_stack = a.live | found plenigo_stack = b.live",
  ],
  ["a map without a key", MARKS, { managed_by: "plenigo-stripe" }, /found plenigo_stack = \(none\)/],
  ["a switch, whose message says it all", true, false, ""],
  ["nothing", undefined, undefined, ""],
])("puts %s in words", (_, expected, actual, words) => {
  const sides = differencesOf({ message: "differs", expected, actual });
  expect(sides.map(({ label, values }) => `${label} ${values}`).join(" | ")).toEqual(
    expect.stringMatching(words instanceof RegExp ? words : new RegExp(`^${escaped(words)}$`)),
  );
});

it("leaves out what the message says already", () => {
  const finding = { message: "lacks a.b and sends c.d", expected: ["a.b"], actual: ["c.d"] };
  expect(differencesOf(finding)).toEqual([]);
});

function escaped(text: string): string {
  return text.replace(/[|()]/g, "\\$&");
}
