import { Option } from "commander";

/** Languages of the commands that a person at the publisher reads. Errors are in English. */
export const LANGUAGES = ["de", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** `--lang`. `what`: what is in that language. */
export function languageOption(what: string, env: NodeJS.ProcessEnv): Option {
  return new Option("--lang <language>", `language of ${what}`)
    .choices(LANGUAGES)
    .default(languageOf(env), "that of LANG, else en");
}

/** Language of the environment (`LC_ALL`, `LC_MESSAGES`, `LANG`, in this order, as POSIX has it); English by default. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return /^de(?:[_.@-]|$)/i.test(locale) ? "de" : "en";
}

/** Words before a command that a person takes next, of the same width in each language. */
export interface StepLabels {
  readonly first: string;
  /** Before another way. */
  readonly or: string;
  /** Before what follows. */
  readonly after: string;
}

/** The labels of each language. */
export const STEP_LABELS: Readonly<Record<Language, StepLabels>> = {
  de: { first: "weiter", or: "oder  ", after: "dann  " },
  en: { first: "next", or: "or  ", after: "then" },
};
