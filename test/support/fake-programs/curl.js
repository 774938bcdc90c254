// Stands for `curl`: what the test has put into FAKE_DOWNLOADS, by its file name.
const { copyFileSync, existsSync } = require("node:fs");
const { basename, join } = require("node:path");
const noteCall = require("./note-call");

noteCall("curl");
const words = process.argv.slice(2);
const url = words.find((word) => word.startsWith("https://")) ?? "";
const file = join(process.env.FAKE_DOWNLOADS ?? "", basename(url));
if (existsSync(file)) copyFileSync(file, words[words.indexOf("--output") + 1] ?? "");
else process.exitCode = 22;
