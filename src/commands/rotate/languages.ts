import type { Language } from "../../terminal/language";
import { ENGLISH } from "./english";
import { GERMAN } from "./german";
import type { RotateWords } from "./words";

/** The words of a language. */
export function rotateWords(language: Language): RotateWords {
  return { de: GERMAN, en: ENGLISH }[language];
}
