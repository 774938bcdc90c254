import type { OwnEndpoint, RotationStep } from "./next-step";

/** What a person reads before a step. */
export interface StepWords {
  readonly holds: string;
  /** What the step brings about. */
  readonly effect: string;
}

/** What holds before a step and what it brings about, in English. */
export function englishStep(step: RotationStep): StepWords {
  const current = nameOf(step.current);
  switch (step.kind) {
    case "start":
      return {
        holds: `${current} delivers, and no rotation is under way.`,
        effect: "A second endpoint will deliver beside it; nothing changes for plenigo yet.",
      };
    case "apply":
      return {
        holds: `The stack is not yet what its file declares; ${current} is the newest endpoint.`,
        effect: "A step that was interrupted, or made by hand in the file, is done now.",
      };
    case "hand-over":
      return {
        holds: `${nameOf(step.old)} and ${current} both deliver. plenigo knows the old signing secret: it takes each event from the old endpoint and refuses it from the new one, so no event is lost.`,
        effect: "A person enters the new signing secret in plenigo.",
      };
    case "switch":
      return {
        holds: `${nameOf(step.old)} and ${current} both deliver, and the new one was handed over on ${step.current.handedOverAt?.toISOString()}.`,
        effect: "Without the old endpoint it shows whether plenigo takes the events of the new one.",
      };
    case "verify":
      return {
        holds: `${current} alone delivers; ${nameOf(step.old)} is switched off.`,
        effect: "If plenigo does not take the events, the old endpoint is switched on again.",
      };
    case "tidy":
      return {
        holds: `${current} alone is there.`,
        effect: "previousGeneration is taken out of the configuration.",
      };
  }
}

/** The same in German. */
export function germanStep(step: RotationStep): StepWords {
  const current = nameOf(step.current);
  switch (step.kind) {
    case "start":
      return {
        holds: `${current} stellt zu; derzeit läuft kein Wechsel.`,
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
        holds: `Nur noch ${current} ist vorhanden.`,
        effect: "previousGeneration wird aus der Konfiguration entfernt.",
      };
  }
}

/** The question whether to take a step, in German. */
export function germanQuestion(step: RotationStep): string {
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

/** A step as an infinitive, for questions and refusals. */
export function actionOf(step: RotationStep): string {
  switch (step.kind) {
    case "start":
      return `make the endpoint of generation ${step.current.generation + 1} beside ${step.current.id}`;
    case "apply":
      return "update the stack to what its file declares";
    case "hand-over":
      return `mark ${step.current.id} as handed over`;
    case "switch":
      return `switch ${step.old.id} off`;
    case "verify":
      return `verify the delivery, and remove ${step.old.id} if plenigo takes the events`;
    case "tidy":
      return "take previousGeneration out of the configuration";
  }
}

/** An endpoint in words: `we_1 (generation 1)`. The same in both languages. */
function nameOf({ id, generation }: OwnEndpoint): string {
  return `${id} (generation ${generation})`;
}
