import type { ConfigKey } from "../../config/fields";
import { fullKeyOf } from "../../environments";
import type { Tone } from "../../terminal/look";
import type { Prompts } from "../../terminal/prompts";
import { faultOf, isEncryptedKey } from "./judge";
import type { Place, Values } from "./place";
import { type AskedKey, QUESTIONS } from "./questions";

/** Who is talked to, and what the world around is. */
export interface Guide {
  /** Missing where there is nobody to ask. */
  readonly prompts?: Prompts;
  /** Says a line. */
  readonly say: (tone: Tone, text: string) => void;
  readonly env: NodeJS.ProcessEnv;
  /** Whether neither Stripe nor AWS is asked. */
  readonly isOffline: boolean;
}

/** How a value is got. */
export interface ObtainOptions {
  /** Taken where nothing else is said. */
  readonly proposal?: string;
  /** Asks although there is a value. `refused`: it is no good, and another one is needed. */
  readonly again?: "unproved" | "refused";
}

const KEEP = "keep the one that is set";

/** The values of one stack as they come together. Nothing is written; holds secrets. */
export class Interview {
  readonly #values: Record<string, string>;

  /** @param given answers by option or standard input; they are not asked for */
  constructor(
    readonly place: Place,
    readonly guide: Guide,
    readonly given: Values,
  ) {
    this.#values = { ...place.present, ...given };
  }

  get values(): Values {
    return this.#values;
  }

  get(key: ConfigKey): string | undefined {
    return this.#values[fullKeyOf(key)];
  }

  set(key: ConfigKey, text: string): void {
    this.#values[fullKeyOf(key)] = text;
  }

  drop(...keys: readonly ConfigKey[]): void {
    for (const key of keys) delete this.#values[fullKeyOf(key)];
  }

  /** Whether there is a value, be it one that can't be decrypted here. */
  has(key: ConfigKey): boolean {
    return this.get(key) !== undefined || this.place.opaque.has(fullKeyOf(key));
  }

  isGiven(key: ConfigKey): boolean {
    return this.given[fullKeyOf(key)] !== undefined;
  }

  /**
   * Gets a value: given, else asked for with what is there as the default, else what is there or proposed.
   * @throws UserError `cancelled`
   */
  async obtain(key: AskedKey, { proposal, again }: ObtainOptions = {}): Promise<void> {
    const { prompts, say } = this.guide;
    if (this.isGiven(key) && !again) return;
    if (!prompts) {
      if (!this.has(key) && proposal !== undefined) this.set(key, textFor(key, proposal));
      return;
    }
    const { label, where } = QUESTIONS[key];
    say("note", `${label}: ${where(this.place.environment)}`);
    const answer = isEncryptedKey(fullKeyOf(key))
      ? await this.#askSecret(key, prompts, again)
      : await this.#askText(key, prompts, again === "refused" ? undefined : this.#likely(key, proposal));
    if (answer !== "") this.set(key, textFor(key, answer));
  }

  #likely(key: AskedKey, proposal: string | undefined): string | undefined {
    const present = this.get(key);
    return present === undefined ? proposal : shownAs(key, present);
  }

  async #askText(key: AskedKey, prompts: Prompts, initial: string | undefined): Promise<string> {
    const fault = (answer: string) => this.#faultOf(key, answer || initial || "");
    const answer = await prompts.text({ message: QUESTIONS[key].label, initial, fault });
    return (answer || initial || "").trim();
  }

  async #askSecret(key: AskedKey, prompts: Prompts, again: ObtainOptions["again"]): Promise<string> {
    const { label } = QUESTIONS[key];
    const mayStay = again === "refused" ? undefined : this.#whatMayStay(key);
    const fault = (answer: string) => (mayStay && !answer ? undefined : this.#faultOf(key, answer));
    return (
      (await prompts.secret({ message: mayStay ? `${label} (empty: ${mayStay})` : label, fault })) ?? ""
    ).trim();
  }

  /** What an empty answer leaves: only what is there can stay. */
  #whatMayStay(key: AskedKey): string | undefined {
    const fullKey = fullKeyOf(key);
    const { present, opaque } = this.place;
    const value = this.get(key);
    if (value === undefined) return opaque.has(fullKey) ? KEEP : undefined;
    return value === present[fullKey] ? KEEP : "try the same one again";
  }

  #faultOf(key: AskedKey, answer: string): string | undefined {
    const values = { ...this.#values, [fullKeyOf(key)]: textFor(key, answer) };
    return faultOf(this.place, values, key, this.guide.env);
  }
}

const LISTS = new Set<AskedKey>(["aws:allowedAccountIds"]);

/** An answer as the configuration's text: lists are typed with commas. */
function textFor(key: AskedKey, answer: string): string {
  if (!LISTS.has(key)) return answer;
  return JSON.stringify(answer.split(",").map((item) => item.trim()));
}

function shownAs(key: AskedKey, text: string): string {
  if (!LISTS.has(key)) return text;
  try {
    return [JSON.parse(text)].flat().join(", ");
  } catch {
    return text;
  }
}
