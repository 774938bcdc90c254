/** A kind of command line in the docs: the file whose run executes it, with words that stand there. */
export interface RunBy {
  readonly kind: RegExp;
  readonly file: string;
  readonly words: string;
}

/** Command lines that a test or CI runs, most particular first. Values differ; program, verbs and options do not. */
export const RUN: readonly RunBy[] = [
  { kind: /^npm (ci|cit)$|^npm (test|run check|run test:unit)$/, file: ".ci/run", words: "npm cit" },
  { kind: /^npm run sandbox -- exec/, file: "test/journeys/first-tenant.test.ts", words: '"exec"' },
  { kind: /^npm run sandbox -- fleet/, file: "test/journeys/sandbox.test.ts", words: 'sandbox("fleet"' },
  { kind: /^npm run sandbox$/, file: "test/journeys/sandbox.test.ts", words: "clone.sandbox()" },
  { kind: /^(cd tenants|npm install)$/, file: "test/matrix/cell.ts", words: '"npm", "install"' },
  { kind: /^plenigo enter$/, file: "test/journeys/sandbox.test.ts", words: "plenigo enter" },
  {
    kind: /^stripe webhook_endpoints update/,
    file: "test/sandbox/emulators/stripe/stripe-cli.test.ts",
    words: '"update"',
  },
  { kind: /^pulumi login '?s3:/, file: "test/journeys/state-backend.test.ts", words: '"s3://' },
  { kind: /--secrets-provider/, file: "test/journeys/state-backend.test.ts", words: "awskms://" },
  { kind: /^pulumi stack init/, file: "test/journeys/first-tenant.test.ts", words: "pulumi stack init" },
  { kind: /^pulumi stack ls/, file: "test/journeys/state-backend.test.ts", words: '"stack", "ls"' },
  {
    kind: /^pulumi config set --secret/,
    file: "test/journeys/first-tenant.test.ts",
    words: "config set --secret",
  },
  {
    kind: /^pulumi config set \S*(adopt|signing|previous)/i,
    file: "test/journeys/adoption.test.ts",
    words: "adoptEndpointId",
  },
  {
    kind: /^pulumi config set companyId/,
    file: "test/journeys/moves.test.ts",
    words: 'configure("companyId"',
  },
  {
    kind: /^pulumi preview.*--expect-no-changes/,
    file: "test/journeys/first-tenant.test.ts",
    words: "--expect-no-changes",
  },
  { kind: /^pulumi preview/, file: "test/journeys/adoption.test.ts", words: "preview()" },
  { kind: /^pulumi up/, file: "test/journeys/provision.test.ts", words: "up(" },
  { kind: /^pulumi destroy/, file: "test/journeys/own-program.test.ts", words: '"destroy"' },
  {
    kind: /^npx .*plenigo-stripe init/,
    file: "test/journeys/first-tenant.test.ts",
    words: "plenigo-stripe init",
  },
  { kind: /^npx .*plenigo-stripe handover/, file: "test/journeys/hand-over.test.ts", words: '"handover"' },
  { kind: /^npx .*plenigo-stripe verify/, file: "test/journeys/hand-over.test.ts", words: '"verify"' },
  { kind: /^npx .*plenigo-stripe rotate/, file: "test/journeys/hand-over.test.ts", words: '"rotate"' },
  { kind: /^npx .*plenigo-stripe doctor/, file: "test/journeys/doctor.test.ts", words: '"doctor"' },
  { kind: /^npx .*plenigo-stripe recover/, file: "test/journeys/recover.test.ts", words: '"recover"' },
  {
    kind: /^npx .*plenigo-stripe fleet recover/,
    file: "test/journeys/fleet-recover.test.ts",
    words: '"recover"',
  },
  { kind: /^npx .*plenigo-stripe fleet (up|preview)/, file: "test/journeys/fleet.test.ts", words: '"up"' },
  { kind: /^npx .*plenigo-stripe fleet audit/, file: "test/journeys/sandbox.test.ts", words: "fleet audit" },
  {
    kind: /^npx .*plenigo-stripe fleet list/,
    file: "test/cli/main.test.ts",
    words: '"fleet", "list"',
  },
  {
    kind: /^npx .*plenigo-stripe fleet matrix/,
    file: "test/commands/fleet/matrix/fleet-matrix-command.test.ts",
    words: '"fleet", "matrix"',
  },
  {
    kind: /^npx .*plenigo-stripe fleet kubernetes/,
    file: "test/commands/fleet/kubernetes/fleet-kubernetes-command.test.ts",
    words: '"fleet", "kubernetes"',
  },
  { kind: /^sed 's\/REGION/, file: "test/iam.test.ts", words: "REGION" },
];

/** Command lines that nothing runs, and why. docs/guarantees.md names each kind with this reason. */
export const NOT_RUN: readonly { readonly kind: RegExp; readonly name: string; readonly reason: string }[] = [
  {
    kind: /^(read -rs |export PULUMI_CONFIG_PASSPHRASE$)/,
    name: "read -rs",
    reason: "asks a person; tests set the variable",
  },
  {
    kind: /^npm run bench$/,
    name: "npm run bench",
    reason: "measures this machine for minutes; its rules have tests",
  },
  {
    kind: /^npm exec .* plenigo-stripe new/,
    name: "npm exec",
    reason: "fetches; `new` is run from a clone and from the installed package",
  },
  { kind: /^npm run format$/, name: "npm run format", reason: "changes files; CI runs the check alone" },
  {
    kind: /^npm run sandbox -- shell$/,
    name: "npm run sandbox -- shell",
    reason: "needs a person; `exec` is run",
  },
  { kind: /^terraform /, name: "terraform", reason: "needs Terraform and Stripe's provider" },
  {
    kind: /^(jq|sha256sum|ps|kill|curl|cd \.\.) ?/,
    name: "jq, ps, kill, sha256sum, curl",
    reason: "tools of the system, on files and processes of yours",
  },
  { kind: /^version=/, name: "version=…", reason: "the line before `curl`" },
  {
    kind: /^(aws|printf .*\| aws) /,
    name: "aws",
    reason: "needs an account of AWS; the policies are tried against a simulator",
  },
  { kind: /^pulumi whoami --verbose$/, name: "pulumi whoami", reason: "to look; `doctor` asks the same" },
  {
    kind: /^pulumi stack (--show-urns|export)/,
    name: "pulumi stack export",
    reason: "in the project that you leave",
  },
  { kind: /^pulumi state delete/, name: "pulumi state delete", reason: "in the project that you leave" },
];

/** The command lines of a page's shell fences, each whole and without its comment. */
export function commandLinesOf(text: string): string[] {
  const fences = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].map(([, code = ""]) => code);
  return fences
    .flatMap((code) => wholeLines(code.split("\n")))
    .flatMap((line) => line.split(/ && |; (?=export)/));
}

/** Lines that go on (a backslash, a pipe, an open quotation mark) are put together. */
function wholeLines(lines: readonly string[]): string[] {
  const whole: string[] = [];
  let open = "";
  for (const line of lines) {
    open = `${open} ${line.trim()}`.trim();
    const text = open.replace(/ {2,}#.*$| # .*$/, "").trimEnd();
    const isOpen = /[\\|]$/.test(text) || (text.match(/'/g)?.length ?? 0) % 2 === 1;
    if (isOpen) {
      open = text.replace(/\\$/, "");
      continue;
    }
    if (text) whole.push(text);
    open = "";
  }
  return whole;
}
