/**
 * Foreign text as plain text in GitHub's and GitLab's Markdown, also in a table's cell and in HTML: nothing in it is
 * formatting, a tag, a link or the end of a cell, and it calls no people (`@name`) and no issues (`#1`). An entity can't
 * stand for structure: spec.commonmark.org/0.31.2/#entity-and-numeric-character-references
 */
export function markdownText(text: string): string {
  return text.replace(/@|#|GH-(?=\d)|www\.|[&<>|*_`[\]()\\~$!:"']/gi, (start) =>
    /^[@#]|^GH-/i.test(start) ? `${start}${WORD_BREAK}` : entity(start),
  );
}

/** A zero-width space: what comes before and after is one word for people, two for GitHub. */
const WORD_BREAK = "&#8203;";

/** The last character as an entity, which parts `www.` from the link it would start. */
function entity(text: string): string {
  return `${text.slice(0, -1)}&#${text.charCodeAt(text.length - 1)};`;
}

/** Foreign text as code. HTML's `code`, since an entity would be taken literally between backticks. */
export function markdownCode(text: string): string {
  return `<code>${markdownText(text)}</code>`;
}

/** At most so many characters; a text that is cut ends in `…`. */
export function shortened(text: string, characters: number): string {
  const all = [...text];
  return all.length <= characters ? text : `${all.slice(0, characters - 1).join("")}…`;
}

/** The first few, and how many more there are. */
export function firstOf(texts: readonly string[], count: number): string[] {
  const rest = texts.length - count;
  return rest > 0 ? [...texts.slice(0, count), `and ${rest} more`] : [...texts];
}
