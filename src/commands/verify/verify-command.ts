import type { ConnectionSecret } from "../../secret/connection-secret";
import { readConnection } from "../../secret/read-connection";
import { type Language, languageOption } from "../../terminal/language";
import { fitted } from "../../terminal/lines";
import { lookOf } from "../../terminal/look";
import { timeoutOption } from "../../terminal/options";
import { type Surroundings, stepsIn } from "../../terminal/surroundings";
import { type CliCommand, EXIT } from "../cli-command";
import { onStack, type SelectedStack, stackOption } from "../stack-option";
import { stripeOfStack } from "../stripe-of-stack";
import { type DeliveryResult, type VerifyReport, verifyLines } from "./report";
import { verifyStack } from "./verify";
import { verifyWords } from "./words";

interface VerifyFlags {
  readonly stack?: string;
  readonly timeout: number;
  readonly lang: Language;
  readonly json?: boolean;
}

const HELP = `
On stage a PaymentIntent of 1.00 EUR is made in Stripe's test mode and cancelled at once; on live nothing is made, and
the events of the last days are looked at. A restricted key needs PaymentIntents: Write (stage), Events: Read, Webhook
Endpoints: Read.

Exit codes: 0 delivered; 7 not delivered, or not to be told (also on live, when nothing has happened yet); 1 could not look;
2 wrong usage or configuration.

Examples:
  plenigo-stripe verify --stack stage
  plenigo-stripe verify --stack stage --lang de
  plenigo-stripe verify --stack acme.live --json
  plenigo-stripe verify --stack stage --timeout 300`;

/** `plenigo-stripe verify`: proves that events arrive at plenigo. */
export const verifyCommand: CliCommand<VerifyFlags> = {
  name: "verify",
  description: "Proves that Stripe's events are delivered and that plenigo takes them.",
  declare: (command, { env }) =>
    command
      .addOption(stackOption("check"))
      .addOption(timeoutOption())
      .addOption(languageOption("the findings", env))
      .option("--json", "print one JSON document")
      .addHelpText("after", HELP),
  run: (surroundings, flags) =>
    onStack(surroundings, flags.stack, async (selected) => {
      const connection = await readConnection(selected.secretName, selected.place, selected.stack);
      const stripe = await stripeOfStack(surroundings, selected, connection);
      const result = await verifyStack(surroundings, selected, connection, stripe, {
        timeoutMs: flags.timeout * 1000,
        language: flags.lang,
      });
      const report = reportOf(surroundings, selected, connection, result);
      const { stdout, env } = surroundings;
      const lines = () => verifyLines(report, verifyWords(flags.lang), lookOf(stdout, env));
      stdout.write(flags.json ? `${JSON.stringify(report)}\n` : fitted(lines(), stdout));
      return report.status === "delivered" ? EXIT.ok : EXIT.notAsDeclared;
    }),
};

function reportOf(
  surroundings: Surroundings,
  { stack, environment, companyId, stripeAccountId }: SelectedStack,
  { webhookEndpointId, webhookUrl }: ConnectionSecret,
  result: DeliveryResult,
): VerifyReport {
  return {
    schemaVersion: 1,
    command: "verify",
    ...{ stack, environment, companyId, stripeAccountId, webhookEndpointId, webhookUrl },
    ...result,
    findings: result.findings.map((finding) => ({
      ...finding,
      next: stepsIn(surroundings, finding.next, stack),
    })),
  };
}
