// `plenigo enter` in the sandbox: stands for the form of plenigo's Merchant Backend, which only a person can fill in.
const { createInterface } = require("node:readline");
const { text } = require("node:stream/consumers");

const HELP = `plenigo enter [stage|live|COMPANY_ID]     (default: stage)

Plays the form of plenigo's Merchant Backend in the sandbox: stores the signing secret that is typed, or that comes on
standard input, and takes from then on the events that are signed with it; what it has refused before is sent again.
The document of \`plenigo-stripe handover --json --reveal --yes\` is read too. At the real plenigo a person fills in a form.
`;

/** A mistake of who called it. */
class Misuse extends Error {}

/** Reads a line without showing it. @param {string} question @returns {Promise<string>} */
function typed(question) {
  process.stderr.write(question);
  const lines = createInterface({ input: process.stdin, terminal: true });
  return new Promise((resolve, reject) => {
    lines.once("line", (line) => {
      process.stderr.write("\n");
      lines.close();
      resolve(line);
    });
    lines.once("SIGINT", () => {
      lines.close();
      reject(new Misuse("\nNothing was entered."));
    });
  });
}

/** @param {string} given @param {string} companyId */
function readInput(given, companyId) {
  if (!given.startsWith("{")) return { companyId, signingSecret: given };
  const document = JSON.parse(given);
  /** @type {{ name: string, value: string | null }[]} */
  const records = document.records ?? [];
  const signingSecret = records.find(({ name }) => name === "signingSecret")?.value ?? "";
  return { companyId: document.companyId, signingSecret };
}

/** @param {readonly string[]} words */
async function main([command, company = "stage", ...more]) {
  if (command !== "enter" || more.length > 0) throw new Misuse(HELP);
  const { PLENIGO_SANDBOX_URL: url, PLENIGO_SANDBOX_STAGE, PLENIGO_SANDBOX_LIVE } = process.env;
  if (!url) throw new Misuse("There is no sandbox here: npm run sandbox -- shell");
  const named = { stage: PLENIGO_SANDBOX_STAGE, live: PLENIGO_SANDBOX_LIVE };
  const companyId = (company === "stage" || company === "live" ? named[company] : company) ?? company;
  const question = `Signing secret of company ${companyId} (not shown): `;
  const given = (process.stdin.isTTY ? await typed(question) : await text(process.stdin)).trim();
  const input = readInput(given, companyId);
  if (!/^whsec_\S+$/.test(input.signingSecret))
    throw new Misuse("That is not a signing secret (whsec_…); nothing was entered.");
  const response = await fetch(`${url}/sandbox/enter`, { method: "POST", body: JSON.stringify(input) });
  if (!response.ok) throw new Error(`the sandbox's plenigo has answered ${response.status}`);
  process.stdout.write(`plenigo (sandbox) has the signing secret of company ${input.companyId}.\n`);
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof Misuse ? 2 : 1;
});
