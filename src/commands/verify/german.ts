import { STEP_LABELS } from "../../terminal/language";
import { listed, type VerifyWords } from "./words";

/** Words of `verify` in German, as plenigo's German Merchant Backend and Stripe's Dashboard speak. */
export const GERMAN: VerifyWords = {
  headlines: {
    delivered: "plenigo nimmt die Ereignisse an",
    "not-delivered": "plenigo erhält die Ereignisse nicht oder nimmt sie nicht an",
    unknown: "Ob plenigo die Ereignisse annimmt, lässt sich nicht sagen",
    "no-events": "Noch nicht nachweisbar: Es ist noch kein Ereignis eingetreten",
  },
  labels: STEP_LABELS.de,
  progress: {
    readingEndpoints: "Endpunkte werden gelesen",
    readingEvents: "Letzte Ereignisse werden gelesen",
    makingPayment: "Eine Testzahlung (PaymentIntent) wird angelegt und storniert",
    waiting: ({ id }, taken, of) =>
      `Warten, bis plenigo die Ereignisse von ${id} angenommen hat (${taken} von ${of})`,
  },
  findings: {
    endpointGone: (id) => `Der Endpunkt ${id} ist in Stripe nicht mehr vorhanden`,
    endpointDisabled: (id) => `Der Endpunkt ${id} ist ausgeschaltet; Stripe sendet nichts`,
    urlDiffers: (id, url, declared) => `Der Endpunkt ${id} sendet an ${url} statt an ${declared}`,
    eventsNotEnabled: (id, types) => `Der Endpunkt ${id} sendet nicht: ${types.join(", ")}`,
    notHandedOver: (id) =>
      `Der Endpunkt ${id} ist nicht als übergeben vermerkt: Ist sein Geheimschlüssel für Signatur in plenigo eingetragen?`,
    neverSent: (types, paymentId) => `Stripe zeigt zu ${paymentId} kein ${types.join(" und kein ")}`,
    noEvents: (since) =>
      `Seit ${since.toISOString()} ist keines der erwarteten Ereignisse eingetreten, also ist nichts nachgewiesen; auf Live wird kein Ereignis erzeugt`,
    rotationUnderWay: ({ type, id }, own, previous) =>
      `${type} (${id}) wartet vielleicht nur auf den vorherigen Endpunkt ${previous?.id}, aus der Zeit vor dessen Abschaltung; ob plenigo die Ereignisse von ${own.id} annimmt, lässt sich daran nicht sagen`,
    earlierEvents: (count, newest, days) =>
      `${count} frühere Ereignisse sind noch nicht angenommen, das neueste von ${newest.toISOString()}; Stripe wiederholt sie bis zu ${days} Tage lang`,
    notTaken: ({ type, id }, own) =>
      `plenigo hat ${type} (${id}) nicht angenommen: Es antwortet mit einem Fehler oder gar nicht, meist weil der Geheimschlüssel für Signatur von ${own.id} nicht in plenigo eingetragen ist`,
    bothDeliver: ({ type }, own, previous) =>
      `${previous.id} (der vorherige) und ${own.id} stellen beide zu, und plenigo kennt nur einen Geheimschlüssel für Signatur: Von einem der beiden wurde ${type} nicht angenommen; von welchem, lässt sich nicht sagen`,
    othersToo: ({ type, id }, own, pending, others) =>
      `${pending} von ${others.length + 1} Endpunkten haben ${type} (${id}) nicht zustellen können, und Stripe sagt nicht, ob ${own.id} dazugehört; die anderen sind ${listed(others)}`,
    otherEndpoints: (others) =>
      `Weitere eingeschaltete Endpunkte erhalten dieselben Ereignisse: ${listed(others)}`,
  },
  orMore: (count) => `Mindestens ${count}`,
  steps: {
    compareSecret:
      "zeigt die fünf Angaben samt Geheimschlüssel für Signatur; vergleichen Sie sie mit dem Formular von plenigo",
    whatPlenigoAnswered: "was plenigo geantwortet hat",
    attempts: "die Versuche je Endpunkt",
    switchOff: "schaltet den vorherigen ab, damit es sich sagen lässt",
    resend: "sendet eines sofort noch einmal",
    longerTimeout: "mit längerem --timeout noch einmal versuchen",
    outages: "meldet Ausfälle",
    afterNextPayment: "nach der nächsten Zahlung noch einmal versuchen",
  },
};
