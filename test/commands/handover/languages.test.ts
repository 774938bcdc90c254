import { wordsIn } from "../../../src/commands/handover/languages";

it("calls the records as the German backend does", () => {
  expect(Object.values(wordsIn("de").records)).toEqual([
    "Stripe Account UniqueID",
    "Veröffentlichbarer Schlüssel",
    "Geheimschlüssel",
    "Webhook",
    "Geheimschlüssel für Signatur",
  ]);
});
