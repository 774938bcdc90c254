import { ownForStack } from "../../remedies";
import type { HandoverWords } from "./words";

/** Words of `handover` in English. */
export const ENGLISH: HandoverWords = {
  title: (stack, environment) => `Hand-over of stack ${stack} to plenigo's ${environment} system`,
  form: [
    "Merchant Backend: Settings > Financial > Payment Methods > Payment transactions (PSP Stripe) > Stripe",
    "plenigo has no API for this: a person enters the records in the form.",
  ],
  records: {
    stripeAccountId: "Stripe Account UniqueID",
    publishableKey: "Publishable key",
    secretKey: "Secret key",
    webhook: "Webhook",
    signingSecret: "Signing secret",
  },
  actions: {
    change: "change it",
    keep: "stays as it is",
    none: "none: linked by Stripe Connect",
  },
  hidden: (characters) => `… (${characters} more characters)`,
  webhookAddress: (url) => `its address: ${url}`,
  byStripeConnect:
    "The account is linked by Stripe Connect: plenigo gets no keys, but the webhook and its signing secret are still needed.",
  rotationTitle: "A rotation is under way. In this order:",
  rotationEntries: (from, to) => [
    `In plenigo, replace the webhook ${from} with ${to}, if the form shows the id; the address stays the same.`,
    `Replace the signing secret with the new one, and save both together: until then plenigo refuses what ${to} sends.`,
  ],
  rotationCommands: (from, to) => [
    ownForStack("handover --done", `marks ${to} as handed over`),
    ownForStack("rotate", `goes on: switches ${from} off, verifies, removes it`),
  ],
  nextTitle: "Then:",
  nextSteps: [
    ownForStack("handover --done", "marks the endpoint as handed over"),
    ownForStack("verify", "proves that events arrive"),
  ],
  revealHint: (command) => `The secrets are hidden; ${command} shows them.`,
  markedAsDone: (endpointId) => `${endpointId} is marked as handed over`,
};
