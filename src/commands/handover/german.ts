import { ownForStack } from "../../remedies";
import type { HandoverWords } from "./words";

/** Words of `handover` in German; the records as the German Merchant Backend shows them. */
export const GERMAN: HandoverWords = {
  title: (stack, environment) =>
    `Übergabe des Stacks ${stack} an das ${environment === "live" ? "Live" : "Stage"}-System von plenigo`,
  form: [
    "Merchant Backend: Einstellungen > Zahlungsarten > Zahlungsverkehr (PSP Stripe) > Stripe",
    "(englisch: Settings > Financial > Payment Methods > Payment transactions > Stripe)",
    "plenigo hat dafür keine Schnittstelle: Jemand trägt die Angaben von Hand in das Formular ein.",
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
    keep: "bleibt, wie er ist",
    none: "entfällt: Anbindung über Stripe Connect",
  },
  hidden: (characters) => `… (${characters} weitere Zeichen)`,
  webhookAddress: (url) => `Adresse: ${url}`,
  byStripeConnect:
    "Das Konto ist über Stripe Connect angebunden: plenigo bekommt keine Schlüssel, braucht aber den Webhook und seinen Geheimschlüssel für Signatur.",
  rotationTitle: "Ein Wechsel ist im Gange. In dieser Reihenfolge:",
  rotationEntries: (from, to) => [
    `In plenigo den Webhook ${from} durch ${to} ersetzen, falls das Formular die ID zeigt; die Adresse bleibt gleich.`,
    `Den Geheimschlüssel für Signatur durch den neuen ersetzen und beides zusammen speichern: Bis dahin lehnt plenigo ab, was ${to} sendet.`,
  ],
  rotationCommands: (from, to) => [
    ownForStack("handover --done", `vermerkt ${to} als übergeben`),
    ownForStack("rotate", `setzt fort: schaltet ${from} ab, prüft, entfernt ihn`),
  ],
  nextTitle: "Danach:",
  nextSteps: [
    ownForStack("handover --done", "vermerkt den Endpunkt als übergeben"),
    ownForStack("verify", "beweist, dass Ereignisse ankommen"),
  ],
  revealHint: (command) => `Die geheimen Werte sind verdeckt; ${command} zeigt sie.`,
  markedAsDone: (endpointId) => `${endpointId} ist als übergeben vermerkt`,
};
