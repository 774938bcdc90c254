import { handoverWords } from "../../../src/commands/handover/words";

it("calls the records as the German backend does", () => {
  expect(Object.values(handoverWords("de").records)).toEqual([
    "Stripe Account UniqueID",
    "Veröffentlichbarer Schlüssel",
    "Geheimschlüssel",
    "Webhook",
    "Geheimschlüssel für Signatur",
  ]);
});
