// Notes a call of a stand-in for the test that asks: its words, and whether a job's credentials were there already.
const { appendFileSync, statSync } = require("node:fs");

const CREDENTIALS = ["AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN", "AWS_ID_TOKEN"];

/** @param {string} program @param {object} [more] */
module.exports = function noteCall(program, more = {}) {
  const hasCredentials =
    CREDENTIALS.some((name) => process.env[name]) || existsNonEmpty(process.env.AWS_WEB_IDENTITY_TOKEN_FILE);
  const call = { program, words: process.argv.slice(2), hasCredentials, ...more };
  appendFileSync(process.env.FAKE_LOG ?? "", `${JSON.stringify(call)}\n`);
};

/** @param {string | undefined} path */
function existsNonEmpty(path) {
  return path !== undefined && (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}
