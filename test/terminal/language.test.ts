import { languageOf } from "../../src/terminal/language";

it.each([
  ["German", { LANG: "de_DE.UTF-8" }, "de"],
  ["German of Austria, without an encoding", { LANG: "de_AT" }, "de"],
  ["German, named alone", { LANG: "de" }, "de"],
  ["English", { LANG: "en_GB.UTF-8" }, "en"],
  ["French, which we don't speak", { LANG: "fr_FR.UTF-8" }, "en"],
  ["nothing", {}, "en"],
  ["the C locale", { LANG: "C.UTF-8" }, "en"],
  ["LC_ALL over LANG", { LC_ALL: "en_US", LANG: "de_DE" }, "en"],
  ["LC_MESSAGES over LANG", { LC_MESSAGES: "de_DE", LANG: "en_US" }, "de"],
  ["a language that only begins so", { LANG: "den_XX" }, "en"],
])("speaks the language of the environment: %s", (_, env, language) => {
  expect(languageOf(env)).toBe(language);
});
