import { ENGLISH } from "./english";
import { GERMAN } from "./german";
import type { HandoverWords } from "./words";

/** Languages of `handover`. */
export const LANGUAGES = ["de", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The words of a language. */
export function wordsIn(language: Language): HandoverWords {
  return { de: GERMAN, en: ENGLISH }[language];
}

/** Language of the environment (`LC_ALL`, `LC_MESSAGES`, `LANG`, in this order, as POSIX has it); English by default. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return /^de(?:[_.@-]|$)/i.test(locale) ? "de" : "en";
}
