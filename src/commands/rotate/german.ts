import { STEP_LABELS } from "../../terminal/language";
import type { RotationStep } from "./next-step";
import { nameOf, type RotateWords, type StepWords } from "./words";

/** Words of `rotate` in German, as plenigo's German Merchant Backend and Stripe's Dashboard speak. */
export const GERMAN: RotateWords = {
  headlines: {
    finished: "Der Wechsel ist abgeschlossen",
    "not-started": "Kein Wechsel ist im Gange",
    "under-way": "Der Wechsel ist im Gange",
    waiting: "Der neue Geheimschlüssel für Signatur muss noch in plenigo eingetragen werden",
    "not-verified": "Die Zustellung ist nicht bestätigt; der alte Endpunkt bleibt",
  },
  step: wordsOf,
  question: questionFor,
  toType: (name) => `Zum Fortfahren ${name} eingeben; eine leere Eingabe bricht ab.`,
  mistyped: (name) => `Das ist nicht ${name}.`,
  yesAndNo: ["Ja", "Nein"],
  isEntered: "Haben Sie den neuen Geheimschlüssel für Signatur in plenigo eingetragen und gespeichert?",
  showSecret: "Den neuen Geheimschlüssel für Signatur hier anzeigen, damit Sie ihn eintragen können?",
  takesEvents: (id) => `plenigo nimmt die Ereignisse von ${id} an`,
  switchedOnAgain: (id) => `${id} ist wieder eingeschaltet; beide Endpunkte stellen zu`,
  updating: "pulumi up",
  stopping: "Wird angehalten: pulumi beendet noch, was begonnen ist",
  endpoint: ({ id, generation, enabled, handedOverAt }) => {
    const handed = handedOverAt ? `übergeben am ${handedOverAt}` : "nicht als übergeben vermerkt";
    return `${id}  Generation ${generation}, ${enabled ? "eingeschaltet" : "ausgeschaltet"}, ${handed}`;
  },
  fileChanged: (file) => `${file} hat sich geändert: bitte einchecken (git commit)`,
  labels: STEP_LABELS.de,
  withoutTerminal: (flags) => `ohne Terminal: ${flags}`,
};

function wordsOf(step: RotationStep): StepWords {
  const current = nameOf(step.current);
  switch (step.kind) {
    case "start":
      return {
        holds: `${current} stellt zu; kein Wechsel ist im Gange.`,
        effect: "Ein zweiter Endpunkt stellt dann zusätzlich zu; für plenigo ändert sich noch nichts.",
      };
    case "apply":
      return {
        holds: `Der Stack entspricht noch nicht seiner Datei; ${current} ist der neueste Endpunkt.`,
        effect: "Ein unterbrochener oder von Hand eingetragener Schritt wird jetzt ausgeführt.",
      };
    case "hand-over":
      return {
        holds: `${nameOf(step.old)} und ${current} stellen beide zu. plenigo kennt den alten Geheimschlüssel für Signatur: Es nimmt jedes Ereignis vom alten Endpunkt an und lehnt es vom neuen ab, sodass keines verloren geht.`,
        effect: "Jemand trägt den neuen Geheimschlüssel für Signatur in plenigo ein.",
      };
    case "switch":
      return {
        holds: `${nameOf(step.old)} und ${current} stellen beide zu; der neue wurde am ${step.current.handedOverAt?.toISOString()} übergeben.`,
        effect: "Erst ohne den alten Endpunkt zeigt sich, ob plenigo die Ereignisse des neuen annimmt.",
      };
    case "verify":
      return {
        holds: `Nur noch ${current} stellt zu; ${nameOf(step.old)} ist ausgeschaltet.`,
        effect: "Nimmt plenigo die Ereignisse nicht an, wird der alte Endpunkt wieder eingeschaltet.",
      };
    case "tidy":
      return {
        holds: `Nur noch ${current} ist da.`,
        effect: "previousGeneration wird aus der Konfiguration entfernt.",
      };
  }
}

function questionFor(step: RotationStep): string {
  switch (step.kind) {
    case "start":
      return `Den Endpunkt der Generation ${step.current.generation + 1} neben ${step.current.id} anlegen?`;
    case "apply":
      return "Den Stack auf den Stand seiner Datei bringen?";
    case "hand-over":
      return `${step.current.id} als übergeben vermerken?`;
    case "switch":
      return `${step.old.id} ausschalten?`;
    case "verify":
      return `Die Zustellung prüfen und ${step.old.id} entfernen, wenn plenigo die Ereignisse annimmt?`;
    case "tidy":
      return "previousGeneration aus der Konfiguration entfernen?";
  }
}
