import type { Language } from "../../terminal/language";
import { ENGLISH } from "./english";
import { GERMAN } from "./german";
import type { HandoverWords } from "./words";

/** The words of a language. */
export function wordsIn(language: Language): HandoverWords {
  return { de: GERMAN, en: ENGLISH }[language];
}
