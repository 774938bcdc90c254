import { STEP_LABELS } from "../../terminal/language";
import { listed, type VerifyWords } from "./words";

/** Words of `verify` in English. */
export const ENGLISH: VerifyWords = {
  headlines: {
    delivered: "plenigo takes the events",
    "not-delivered": "plenigo does not get or take the events",
    unknown: "it can't be told whether plenigo takes the events",
    "no-events": "nothing to prove it by: no event has happened yet",
  },
  labels: STEP_LABELS.en,
  progress: {
    readingEndpoints: "Reading the endpoints",
    readingEvents: "Reading the recent events",
    makingPayment: "Making a PaymentIntent and cancelling it",
    waiting: ({ id }, taken, of) => `Waiting until plenigo has taken the events of ${id} (${taken} of ${of})`,
  },
  findings: {
    endpointGone: (id) => `Stripe has no endpoint ${id} any more`,
    endpointDisabled: (id) => `the endpoint ${id} is disabled, so that Stripe sends nothing`,
    urlDiffers: (id, url, declared) => `the endpoint ${id} sends to ${url} instead of ${declared}`,
    eventsNotEnabled: (id, types) => `the endpoint ${id} does not send ${types.join(", ")}`,
    notHandedOver: (id) =>
      `the endpoint ${id} is not marked as handed over: has its signing secret been entered in plenigo?`,
    neverSent: (types, paymentId) => `Stripe shows no ${types.join(" and no ")} of ${paymentId}`,
    noEvents: (since) =>
      `none of the declared events has happened since ${since.toISOString()}, so that nothing is proved; on live no event is made`,
    rotationUnderWay: ({ type, id }, own, previous) =>
      `${type} (${id}) may wait for the previous endpoint ${previous?.id} only, from before it was switched off, so that it can't be told whether plenigo takes the events of ${own.id}`,
    earlierEvents: (count, newest, days) =>
      `${count} earlier events wait for an endpoint, the newest of ${newest.toISOString()}; Stripe repeats them for up to ${days} days`,
    notTaken: ({ type, id }, own) =>
      `plenigo has not taken ${type} (${id}): it answers with an error or not at all, most often because the signing secret of ${own.id} was not entered in plenigo`,
    bothDeliver: ({ type }, own, previous) =>
      `${previous.id} (previous) and ${own.id} both deliver, and plenigo knows one signing secret: one of the two has not taken ${type}, and it can't be told which`,
    othersToo: ({ type, id }, own, pending, others) =>
      `${pending} of ${others.length + 1} endpoints have not taken ${type} (${id}), and Stripe does not tell whether ${own.id} is among them; the others are ${listed(others)}`,
    otherEndpoints: (others) => `other enabled endpoints get the same events: ${listed(others)}`,
  },
  orMore: (count) => `${count} or more`,
  steps: {
    compareSecret: "shows the five records with the signing secret; compare them with plenigo's form",
    whatPlenigoAnswered: "what plenigo has answered",
    attempts: "the attempts for each endpoint",
    switchOff: "switches the previous one off, so that it can be told",
    resend: "sends one again at once",
    longerTimeout: "run it again with a longer --timeout",
    outages: "tells of outages",
    afterNextPayment: "run it again after the next payment",
  },
};
