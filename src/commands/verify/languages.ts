import type { Language } from "../../terminal/language";
import { ENGLISH } from "./english";
import { GERMAN } from "./german";
import type { VerifyWords } from "./words";

/** The words of a language. */
export function verifyWords(language: Language): VerifyWords {
  return { de: GERMAN, en: ENGLISH }[language];
}
