import { lookOf } from "../../src/terminal/look";

const ESCAPE = "\u001b";

it.each([
  ["on a terminal", { isTTY: true }, {}, true],
  ["without a terminal", {}, {}, false],
  ["with NO_COLOR", { isTTY: true }, { NO_COLOR: "1" }, false],
  ["with an empty NO_COLOR", { isTTY: true }, { NO_COLOR: "" }, true],
  ["on a dumb terminal", { isTTY: true }, { TERM: "dumb" }, false],
  ["with CLICOLOR_FORCE", {}, { CLICOLOR_FORCE: "1" }, true],
])("%s, colours are as they should be", (_, stream, env, isColoured) => {
  expect(lookOf(stream, env).line("ok", "fine").includes(ESCAPE)).toBe(isColoured);
});

it("starts each line with the tone's symbol", () => {
  const look = lookOf({}, {});
  expect((["ok", "warning", "failure", "note"] as const).map((tone) => look.line(tone, "x"))).toEqual([
    "✓ x",
    "! x",
    "✗ x",
    "· x",
  ]);
});
