import type { Environment } from "../../environments";
import { ownForStack } from "../../remedies";
import type { Language } from "../../terminal/language";

/** All words of `handover` in English; the records as plenigo's backend calls them. */
const ENGLISH = {
  title: (stack: string, environment: Environment) =>
    `Hand-over of stack ${stack} to plenigo's ${environment} system`,
  form: [
    "Merchant Backend: Settings > Financial > Payment Methods > Payment transactions (PSP Stripe) > Stripe",
    "plenigo has no API for this: a person enters the values in the form.",
  ],
  records: {
    stripeAccountId: "Stripe Account UniqueID",
    publishableKey: "Publishable key",
    secretKey: "Secret key",
    webhook: "Webhook",
    signingSecret: "Signing secret",
  },
  /** What to do with a record; nothing for `enter`, which is what a form is for. */
  actions: {
    change: "change it",
    keep: "stays as it is",
    none: "none: linked by Stripe Connect",
  },
  hidden: (characters: number) => `… (${characters} more characters)`,
  webhookAddress: (url: string) => `its address: ${url}`,
  byStripeConnect:
    "The account is linked by Stripe Connect: plenigo gets no keys, but the webhook and its signing secret are still needed.",
  rotationTitle: "A rotation is under way. In this order:",
  /** What to do in plenigo's form in a rotation, in order. */
  rotationEntries: (from: string, to: string) => [
    `In plenigo, replace the webhook ${from} with ${to}, if the form shows the id; the address stays the same.`,
    `Replace the signing secret with the new one, and save both together: until then plenigo refuses what ${to} sends.`,
  ],
  /** Commands that follow. */
  rotationCommands: (from: string, to: string) => [
    ownForStack("handover --done", `marks ${to} as handed over`),
    ownForStack("rotate", `goes on: switches ${from} off, verifies, removes it`),
  ],
  /** What comes after a first hand-over, in order. */
  nextTitle: "Then:",
  nextSteps: [
    ownForStack("handover --done", "marks the endpoint as handed over"),
    ownForStack("verify", "proves that events arrive"),
  ],
  revealHint: (command: string) => `The secrets are hidden; ${command} shows them.`,
  markedAsDone: (endpointId: string) => `${endpointId} is marked as handed over`,
};

/** All words of `handover` in one language. */
export type HandoverWords = typeof ENGLISH;

/** Words of `handover` in German; the records as the German Merchant Backend shows them. */
const GERMAN: HandoverWords = {
  title: (stack, environment) =>
    `Übergabe des Stacks ${stack} an das ${environment === "live" ? "Live" : "Stage"}-System von plenigo`,
  form: [
    "Merchant Backend: Einstellungen > Zahlungsarten > Zahlungsverkehr (PSP Stripe) > Stripe",
    "(englisch: Settings > Financial > Payment Methods > Payment transactions > Stripe)",
    "plenigo bietet dafür keine Schnittstelle: Tragen Sie die Angaben von Hand in das Formular ein.",
  ],
  records: {
    stripeAccountId: "Stripe Account UniqueID",
    publishableKey: "Veröffentlichbarer Schlüssel",
    secretKey: "Geheimschlüssel",
    webhook: "Webhook",
    signingSecret: "Geheimschlüssel für Signatur",
  },
  actions: {
    change: "ändern",
    keep: "bleibt unverändert",
    none: "entfällt: Anbindung über Stripe Connect",
  },
  hidden: (characters) => `… (${characters} weitere Zeichen)`,
  webhookAddress: (url) => `Adresse: ${url}`,
  byStripeConnect:
    "Das Konto ist über Stripe Connect angebunden: plenigo bekommt keine Schlüssel, braucht aber den Webhook und seinen Geheimschlüssel für Signatur.",
  rotationTitle: "Ein Wechsel läuft. Gehen Sie in dieser Reihenfolge vor:",
  rotationEntries: (from, to) => [
    `In plenigo den Webhook ${from} durch ${to} ersetzen, falls das Formular die ID zeigt; die Adresse bleibt gleich.`,
    `Den Geheimschlüssel für Signatur durch den neuen ersetzen und beides zusammen speichern: Bis dahin lehnt plenigo ab, was ${to} sendet.`,
  ],
  rotationCommands: (from, to) => [
    ownForStack("handover --done", `vermerkt ${to} als übergeben`),
    ownForStack("rotate", `fährt fort: schaltet ${from} ab, prüft die Zustellung und entfernt ihn`),
  ],
  nextTitle: "Danach:",
  nextSteps: [
    ownForStack("handover --done", "vermerkt den Endpunkt als übergeben"),
    ownForStack("verify", "prüft, ob Ereignisse ankommen"),
  ],
  revealHint: (command) => `Die geheimen Werte sind ausgeblendet; ${command} zeigt sie an.`,
  markedAsDone: (endpointId) => `${endpointId} ist als übergeben vermerkt`,
};

/** The words of a language. */
export function handoverWords(language: Language): HandoverWords {
  return { de: GERMAN, en: ENGLISH }[language];
}
