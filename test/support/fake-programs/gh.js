// Stands for GitHub's CLI: leaves its words and the text it was to post, and answers what the test says is there.
const { readFileSync } = require("node:fs");
const noteCall = require("./note-call");

const words = process.argv.slice(2);
const { FAKE_COMMENTS = "[]", FAKE_ISSUES = "[]" } = process.env;
const file = words.includes("--body-file") ? words[words.indexOf("--body-file") + 1] : undefined;
const field = words.find((word) => word.startsWith("body=@"))?.slice("body=@".length);
const body = file ?? field;
noteCall("gh", { body: body && readFileSync(body, "utf8") });
if (words[0] === "api" && words.includes("--paginate")) process.stdout.write(FAKE_COMMENTS);
if (words[0] === "issue" && words[1] === "list") process.stdout.write(FAKE_ISSUES);
