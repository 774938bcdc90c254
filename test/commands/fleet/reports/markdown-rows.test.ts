import { firstOf, markdownText, shortened } from "../../../../src/commands/fleet/reports/markdown-rows";

/** What a browser shows of the entities, without the zero-width spaces. */
function shown(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))).replaceAll("\u200b", "");
}

it.each([
  ["a tag", "<img src=x onerror=alert(1)>", /[<>]/],
  ["a comment", "<!-- plenigo-stripe:fleet audit -->", /<!--/],
  ["the end of a cell", "a | b \\| c", /[|\\]/],
  ["emphasis and code", "*a* _b_ `c` ~~d~~", /[*_`~]/],
  ["a link", "[here](https://evil.example) https://evil.example www.evil.example", /\]\(|:\/\/|www\./],
  ["a person", "ask @acme/admins", /@a/],
  ["an issue", "fixes #12 and GH-12", /#12|GH-1/],
  ["an emoji's name and mathematics", ":tada: $x$", /[:$]/],
  ["an entity", "&lt;b&gt;", /&lt;/],
])("makes %s plain text", (_, text, forbidden) => {
  const escaped = markdownText(text);
  expect(escaped).not.toMatch(forbidden);
  expect(shown(escaped)).toBe(text);
});

it("cuts between characters and says so", () => {
  expect([shortened("äöü😀😀", 4), shortened("äöü😀", 4)]).toEqual(["äöü…", "äöü😀"]);
});

it("counts what it leaves out", () => {
  expect([firstOf(["a", "b", "c"], 2), firstOf(["a"], 2)]).toEqual([["a", "b", "and 1 more"], ["a"]]);
});
