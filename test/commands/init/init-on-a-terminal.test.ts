import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../../../sandbox/tenant-project";
import { folderWith, PROJECT } from "../../support/project-folder";
import { noTerminal, PseudoTerminal } from "../../support/pseudo-terminal";
import { tenant } from "../../support/tenant";

/** Stands for an engine without stacks; writes down whatever else it is asked for. */
const ENGINE = `#!/bin/sh
case "$1 $2" in
  "whoami --verbose") echo '{"url": "file:///states"}' ;;
  "stack ls") echo '[]' ;;
  *) echo "$@" >> "$0.asked" ;;
esac
`;

const describeOnTerminal = noTerminal ? describe.skip : describe;
const reason = noTerminal ? ` (skipped: ${noTerminal})` : "";

let terminal: PseudoTerminal | undefined;
afterEach(() => terminal?.close());

describeOnTerminal(`init on a real terminal${reason}`, () => {
  const acme = tenant();

  /** Starts it in a folder of its own. */
  function begin(): { readonly folder: string; readonly terminal: PseudoTerminal } {
    const folder = folderWith({ "Pulumi.yaml": PROJECT, "bin/pulumi": ENGINE });
    chmodSync(join(folder, "bin/pulumi"), 0o755);
    const { CI: _, ...own } = process.env;
    const path = `${folder}/bin:${process.env.PATH}`;
    const env = { ...own, PATH: path, PULUMI_CONFIG_PASSPHRASE: "a passphrase", TERM: "xterm" };
    const command = `'${process.execPath}' '${join(CHECKOUT, "entry/plenigo-stripe.cjs")}' init --offline`;
    terminal = new PseudoTerminal(command, folder, env);
    return { folder, terminal };
  }

  it("goes back to the question before on Escape", async () => {
    const { terminal: shown } = begin();
    await shown.until("◆  plenigo company id");
    shown.type(`${acme.companyId}\r`);
    await shown.until("◆  How does plenigo reach");
    shown.type("\u001b");
    await shown.until("◆  plenigo company id");
    shown.type("\u0003");
    expect(await shown.ended).toBe(1);
  });

  it("does not show a key that is typed, and leaves nothing after Ctrl-C", async () => {
    const { folder, terminal } = begin();
    for (const [question, answer] of [
      ["plenigo company id", acme.companyId],
      ["How does plenigo reach", ""],
      ["Stripe publishable key", acme.publishableKey],
      ["Stripe secret key for plenigo", acme.secretKey],
    ] as const) {
      await terminal.until(`◆  ${question}`);
      terminal.type(`${answer}\r`);
    }
    await terminal.until("◆  Stripe account id");
    terminal.type("\u0003");
    expect(await terminal.ended).toBe(1);
    expect(terminal.shown).toContain(acme.publishableKey);
    expect(terminal.shown).not.toContain(acme.secretKey.slice(0, 16));
    expect(terminal.shown).toMatch(/cancelled: [\s\S]*Nothing was written/);
    expect(readdirSync(folder).sort()).toEqual(["Pulumi.yaml", "bin"]);
    expect(readdirSync(join(folder, "bin"))).toEqual(["pulumi"]);
  });
});
