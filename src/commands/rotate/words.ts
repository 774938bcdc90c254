import { ENGLISH_CONFIRMATION } from "../../terminal/confirmation";
import { type Language, STEP_LABELS } from "../../terminal/language";
import type { RotatedEndpoint, RotationStep } from "./next-step";
import { actionOf, englishStep, germanQuestion, germanStep } from "./step-words";

/** All words of `rotate` in English. */
const ENGLISH = {
  headlines: {
    finished: "the rotation is finished",
    "not-started": "no rotation is under way",
    "under-way": "the rotation is under way",
    waiting: "the new signing secret has to be entered in plenigo",
    "not-verified": "the delivery was not verified, and the old endpoint stays",
  },
  /** What holds and what comes, naming the endpoints. */
  step: englishStep,
  ...ENGLISH_CONFIRMATION,
  /** The question whether to take a step. */
  question: (step: RotationStep) => ENGLISH_CONFIRMATION.question(actionOf(step)),
  /** The answers to a question. */
  yesAndNo: ["Yes", "No"] as readonly [yes: string, no: string],
  isEntered: "Have you entered the new signing secret in plenigo and saved it?",
  showSecret: "Show the new signing secret here, so that you can enter it?",
  takesEvents: (id: string) => `plenigo takes the events of ${id}`,
  switchedOnAgain: (id: string) => `${id} is switched on again, and both deliver`,
  updating: "pulumi up",
  stopping: "Stopping: pulumi ends what it has begun",
  /** An endpoint in a report. */
  endpoint: ({ id, generation, enabled, handedOverAt }: RotatedEndpoint) => {
    const handed = handedOverAt ? `handed over ${handedOverAt}` : "not marked as handed over";
    return `${id}  generation ${generation}, ${enabled ? "enabled" : "disabled"}, ${handed}`;
  },
  fileChanged: (file: string) => `${file} has changed: commit it`,
  labels: STEP_LABELS.en,
  withoutTerminal: (flags: string) => `without a terminal: ${flags}`,
};

/** All words of `rotate` in one language. */
export type RotateWords = typeof ENGLISH;

/** Words of `rotate` in German, as plenigo's German Merchant Backend and Stripe's Dashboard speak. */
const GERMAN: RotateWords = {
  headlines: {
    finished: "Der Wechsel ist abgeschlossen",
    "not-started": "Derzeit läuft kein Wechsel",
    "under-way": "Der Wechsel läuft",
    waiting: "Der neue Geheimschlüssel für Signatur muss noch in plenigo eingetragen werden",
    "not-verified": "Die Zustellung ist nicht bestätigt; der alte Endpunkt bleibt",
  },
  step: germanStep,
  question: germanQuestion,
  toType: (name) => `Zum Fortfahren ${name} eingeben; eine leere Eingabe bricht ab.`,
  mistyped: (name) => `Das ist nicht ${name}.`,
  yesAndNo: ["Ja", "Nein"],
  isEntered: "Haben Sie den neuen Geheimschlüssel für Signatur in plenigo eingetragen und gespeichert?",
  showSecret: "Den neuen Geheimschlüssel für Signatur hier anzeigen, damit Sie ihn eintragen können?",
  takesEvents: (id) => `plenigo nimmt die Ereignisse von ${id} an`,
  switchedOnAgain: (id) => `${id} ist wieder eingeschaltet; beide Endpunkte stellen zu`,
  updating: "pulumi up",
  stopping: "Wird angehalten: pulumi führt noch zu Ende, was es begonnen hat",
  endpoint: ({ id, generation, enabled, handedOverAt }) => {
    const handed = handedOverAt ? `übergeben am ${handedOverAt}` : "nicht als übergeben vermerkt";
    return `${id}  Generation ${generation}, ${enabled ? "eingeschaltet" : "ausgeschaltet"}, ${handed}`;
  },
  fileChanged: (file) => `${file} hat sich geändert: bitte einchecken (git commit)`,
  labels: STEP_LABELS.de,
  withoutTerminal: (flags) => `ohne Terminal: ${flags}`,
};

/** The words of a language. */
export function rotateWords(language: Language): RotateWords {
  return { de: GERMAN, en: ENGLISH }[language];
}
