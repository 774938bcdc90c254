import { type Language, STEP_LABELS } from "../../terminal/language";

/** An endpoint or event, as messages name it. */
interface Named {
  readonly id: string;
}
type NamedEvent = Named & { readonly type: string };
type NamedEndpoint = Named & { readonly url: string };

/** All words of `verify` in English. Ids, types and addresses are the same in each language. */
const ENGLISH = {
  headlines: {
    delivered: "plenigo takes the events",
    "not-delivered": "plenigo does not get or take the events",
    unknown: "it can't be told whether plenigo takes the events",
    "no-events": "not proved yet: no event has happened so far",
  },
  labels: STEP_LABELS.en,
  /** What is being done. */
  progress: {
    readingEndpoints: "Reading the endpoints",
    readingEvents: "Reading the recent events",
    makingPayment: "Making a PaymentIntent and cancelling it",
    waiting: ({ id }: Named, taken: number, of: number) =>
      `Waiting until plenigo has taken the events of ${id} (${taken} of ${of})`,
  },
  /** What was found, one line each. */
  findings: {
    endpointGone: (id: string) => `Stripe has no endpoint ${id} any more`,
    endpointDisabled: (id: string) => `the endpoint ${id} is disabled, so Stripe sends nothing`,
    urlDiffers: (id: string, url: string, declared: string) =>
      `the endpoint ${id} sends to ${url} instead of ${declared}`,
    eventsNotEnabled: (id: string, types: readonly string[]) =>
      `the endpoint ${id} does not send ${types.join(", ")}`,
    notHandedOver: (id: string) =>
      `the endpoint ${id} is not marked as handed over: has its signing secret been entered in plenigo?`,
    neverSent: (types: readonly string[], paymentId: string) =>
      `Stripe shows no ${types.join(" and no ")} of ${paymentId}`,
    noEvents: (since: Date) =>
      `none of the declared events has happened since ${since.toISOString()}, so nothing is proved; on live this check makes no event`,
    rotationUnderWay: ({ type, id }: NamedEvent, own: Named, previous: Named | undefined) =>
      `${type} (${id}) may wait for the previous endpoint ${previous?.id} only, from before it was switched off, so it can't be told whether plenigo takes the events of ${own.id}`,
    /** `count`: a number in words or digits. */
    earlierEvents: (count: string, newest: Date, days: number) =>
      `${count} earlier events wait for an endpoint, the newest of ${newest.toISOString()}; Stripe repeats them for up to ${days} days`,
    notTaken: ({ type, id }: NamedEvent, own: Named) =>
      `plenigo has not taken ${type} (${id}): it answers with an error or not at all, most often because the signing secret of ${own.id} was not entered in plenigo`,
    bothDeliver: ({ type }: NamedEvent, own: Named, previous: Named) =>
      `${previous.id} (previous) and ${own.id} both deliver, and plenigo knows one signing secret: one of the two has not taken ${type}, and it can't be told which`,
    othersToo: ({ type, id }: NamedEvent, own: Named, pending: number, others: readonly NamedEndpoint[]) =>
      `${pending} of ${others.length + 1} endpoints have not taken ${type} (${id}), and Stripe does not tell whether ${own.id} is among them; the others are ${listed(others)}`,
    otherEndpoints: (others: readonly NamedEndpoint[]) =>
      `other enabled endpoints get the same events: ${listed(others)}`,
  },
  orMore: (count: number) => `${count} or more`,
  /** Why a command or page helps. */
  steps: {
    compareSecret: "shows the five values with the signing secret; compare them with plenigo's form",
    whatPlenigoAnswered: "what plenigo has answered",
    attempts: "the attempts for each endpoint",
    switchOff: "switches the previous one off, which makes it clear",
    resend: "sends one again at once",
    longerTimeout: "run it again with a longer --timeout",
    outages: "tells of outages",
    afterNextPayment: "run it again after the next payment",
  },
};

/** All words of `verify` in one language. */
export type VerifyWords = typeof ENGLISH;

/** Words of `verify` in German, as plenigo's German Merchant Backend and Stripe's Dashboard speak. */
const GERMAN: VerifyWords = {
  headlines: {
    delivered: "plenigo nimmt die Ereignisse an",
    "not-delivered": "plenigo erhält die Ereignisse nicht oder nimmt sie nicht an",
    unknown: "Ob plenigo die Ereignisse annimmt, lässt sich nicht feststellen",
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
      `${type} (${id}) wartet vielleicht nur auf den vorherigen Endpunkt ${previous?.id}, aus der Zeit vor dessen Abschaltung; ob plenigo die Ereignisse von ${own.id} annimmt, lässt sich daran nicht erkennen`,
    earlierEvents: (count, newest, days) =>
      `${count} frühere Ereignisse sind noch nicht angenommen, das neueste von ${newest.toISOString()}; Stripe wiederholt sie bis zu ${days} Tage lang`,
    notTaken: ({ type, id }, own) =>
      `plenigo hat ${type} (${id}) nicht angenommen: Es antwortet mit einem Fehler oder gar nicht, meist weil der Geheimschlüssel für Signatur von ${own.id} nicht in plenigo eingetragen ist`,
    bothDeliver: ({ type }, own, previous) =>
      `${previous.id} (der vorherige) und ${own.id} stellen beide zu, und plenigo kennt nur einen Geheimschlüssel für Signatur: Von einem der beiden wurde ${type} nicht angenommen; von welchem, lässt sich nicht feststellen`,
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
    switchOff: "schaltet den vorherigen ab und schafft so Klarheit",
    resend: "sendet eines sofort erneut",
    longerTimeout: "mit einem längeren --timeout erneut versuchen",
    outages: "meldet Ausfälle",
    afterNextPayment: "nach der nächsten Zahlung erneut versuchen",
  },
};

/** The words of a language. */
export function verifyWords(language: Language): VerifyWords {
  return { de: GERMAN, en: ENGLISH }[language];
}

/** Endpoints with their addresses. */
function listed(endpoints: readonly NamedEndpoint[]): string {
  return endpoints.map(({ id, url }) => `${id} (${url})`).join(", ");
}
