import { isOurs, isSameUrl, MARK_NAMES, marksIn, marksOf } from "../../src/endpoint/marks";

const marks = marksOf("plenigo-stripe", "acme.stage", "AAAAAAAAAAAAAAAAAAAA", 2);

it("marks an endpoint with program, project, stack, company and generation", () => {
  expect(marks).toEqual({
    managed_by: "plenigo-stripe",
    plenigo_project: "plenigo-stripe",
    plenigo_stack: "acme.stage",
    plenigo_company_id: "AAAAAAAAAAAAAAAAAAAA",
    plenigo_generation: "2",
  });
});

it("knows each of its marks by name", () => {
  expect([...MARK_NAMES].sort()).toEqual(Object.keys(marks).sort());
});

describe("marks in metadata", () => {
  it("are told from the entries of other people", () => {
    expect(marksIn({ ...marks, team: "payments", plenigo_handed_over_at: "2026-01-01" })).toEqual(marks);
  });

  it("are only those that are there", () => {
    expect(marksIn({ managed_by: "someone" })).toEqual({ managed_by: "someone" });
  });
});

describe("an endpoint", () => {
  it.each([
    ["ours with the same marks", marks, true],
    ["ours with entries of other people", { ...marks, team: "payments" }, true],
    ["ours of another generation", { ...marks, plenigo_generation: "1" }, true],
    ["foreign of another company", { ...marks, plenigo_company_id: "B".repeat(20) }, false],
    ["foreign of another stack", { ...marks, plenigo_stack: "other.stage" }, false],
    ["foreign of another project", { ...marks, plenigo_project: "other" }, false],
    ["foreign of another program", { ...marks, managed_by: "terraform" }, false],
    ["foreign without marks", {}, false],
  ] as [string, Record<string, string>, boolean][])("is %s", (_, metadata, isOfThisStack) => {
    expect(isOurs(metadata, marks)).toBe(isOfThisStack);
  });
});

describe("two URLs reach the same receiver", () => {
  const url = "https://callbacks.plenigo.com/callbacks/v1.0/stripe/AbC";

  it.each([
    ["when they are equal", url, true],
    ["with a trailing slash", `${url}/`, true],
    ["with several trailing slashes", `${url}//`, true],
    ["with another letter case of the host", url.replace("callbacks.p", "Callbacks.P"), true],
    ["with another letter case of the scheme", url.replace("https", "HTTPS"), true],
    ["with the scheme's own port", url.replace(".com", ".com:443"), true],
    ["but not with another letter case of the company id", url.replace("AbC", "abc"), false],
    ["but not with another port", url.replace(".com", ".com:8443"), false],
    ["but not with another scheme", url.replace("https", "http"), false],
    ["but not with a query", `${url}?a=1`, false],
    ["but not with a longer path", `${url}/more`, false],
    ["but not when one is no URL", "callbacks.plenigo.com", false],
  ])("%s", (_, other, isSame) => {
    expect([isSameUrl(url, other), isSameUrl(other, url)]).toEqual([isSame, isSame]);
  });
});
