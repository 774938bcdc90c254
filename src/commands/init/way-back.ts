import { type Prompts, WentBack } from "../../terminal/prompts";
import type { Guide } from "./interview";

/** An answer, and the question that it was given to. */
interface Answered {
  readonly message: string;
  readonly answer: string | boolean;
}

/**
 * Holds a talk in which Escape goes back to the question before. The talk is then held again from its start, and gets
 * the answers up to there by itself; so it must write nothing, and ask the same as long as the answers are the same.
 * @throws what the talk throws; WentBack at its first question
 */
export async function withWayBack<T>(guide: Guide, talk: (guide: Guide) => Promise<T>): Promise<T> {
  const { prompts } = guide;
  if (!prompts) return talk(guide);
  let known: readonly Answered[] = [];
  for (;;) {
    const memory = new Memory(prompts, known);
    try {
      return await talk({
        ...guide,
        prompts: memory.prompts(),
        // What was said before the question that is asked again stands on the screen already.
        say: (tone, text) => memory.isReplaying || guide.say(tone, text),
      });
    } catch (error) {
      if (!(error instanceof WentBack) || memory.answers.length === 0) throw error;
      known = memory.answers.slice(0, -1);
    }
  }
}

/** Prompts that know the first answers already, and remember all. */
class Memory {
  readonly answers: Answered[] = [];
  #left: Answered[];

  constructor(
    private readonly real: Prompts,
    known: readonly Answered[],
  ) {
    this.#left = [...known];
  }

  get isReplaying(): boolean {
    return this.#left.length > 0;
  }

  prompts(): Prompts {
    return {
      text: (question) => this.#answer(question, () => this.real.text(question)),
      secret: (question) => this.#answer(question, () => this.real.secret(question)),
      choice: (question) => this.#answer(question, () => this.real.choice(question)),
      confirm: (question) => this.#answer(question, () => this.real.confirm(question)),
    };
  }

  async #answer<T extends string | boolean>(
    { message }: { readonly message: string },
    ask: () => Promise<T>,
  ): Promise<T> {
    const known = this.#left.shift();
    // Stripe or AWS may answer otherwise than before, and so lead to another question.
    if (known?.message !== message) this.#left = [];
    const answer = known?.message === message ? (known.answer as T) : await ask();
    this.answers.push({ message, answer });
    return answer;
  }
}
