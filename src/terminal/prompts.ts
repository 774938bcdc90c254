import { UserError } from "../errors";
import { explain } from "../remedies";
import type { Surroundings } from "./surroundings";

/** A text that is asked for. */
export interface TextQuestion {
  readonly message: string;
  /** Taken when the answer is empty. */
  readonly initial?: string;
  /** What is wrong with an answer; undefined when nothing is. */
  readonly fault?: (answer: string) => string | undefined;
}

/** One of several. */
export interface ChoiceQuestion<T extends string> {
  readonly message: string;
  readonly options: readonly { readonly value: T; readonly label: string; readonly hint?: string }[];
}

/** A question that is answered by yes or no. */
export interface YesNoQuestion {
  readonly message: string;
  /** The answer that Enter gives. Default: no. */
  readonly initial?: boolean;
  /** The answers to choose from. Default: in English. */
  readonly yesAndNo?: readonly [yes: string, no: string];
}

/** Questions to a person. Tests answer them by a script. */
export interface Prompts {
  text(question: TextQuestion): Promise<string>;
  /** Not echoed. */
  secret(question: TextQuestion): Promise<string>;
  choice<T extends string>(question: ChoiceQuestion<T>): Promise<T>;
  confirm(question: YesNoQuestion): Promise<boolean>;
}

/** Whether there is somebody to ask: a terminal on both sides, and no pipeline. */
export function canAsk({ stdin, stderr, env }: Surroundings): boolean {
  return Boolean(stdin.isTTY && stderr.isTTY && !env.CI);
}

/**
 * Prompts on the terminal; they go to standard error, so that results stay alone on standard output.
 * Each throws UserError `cancelled` on Ctrl-C, and on Escape the kind of it that is `WentBack`.
 */
export async function terminalPrompts({ stdin: input, stderr: output }: Surroundings): Promise<Prompts> {
  const clack = await import("@clack/prompts");
  const answered = async <T>(ask: () => Promise<T>): Promise<Exclude<T, symbol>> => {
    const keys = lastKey(input);
    try {
      const answer = await ask();
      if (clack.isCancel(answer)) throw keys.name() === "escape" ? new WentBack() : cancelled();
      return answer as Exclude<T, symbol>;
    } finally {
      keys.end();
    }
  };
  const validate = ({ fault, initial }: TextQuestion) => ({
    validate: (answer: string | undefined) => fault?.(answer || initial || ""),
  });
  return {
    text: (question) =>
      answered(() =>
        clack.text({
          message: question.message,
          defaultValue: question.initial,
          placeholder: question.initial,
          ...validate(question),
          ...{ input, output },
        }),
      ),
    secret: (question) =>
      answered(() => clack.password({ message: question.message, ...validate(question), input, output })),
    choice: async <T extends string>({ message, options }: ChoiceQuestion<T>) => {
      // clack's options are a type by conditions, which TypeScript can't resolve for a T that is not known yet.
      const asked = { message, options: [...options], input, output } as unknown as Parameters<
        typeof clack.select<T>
      >[0];
      return (await answered(() => clack.select<T>(asked))) as T;
    },
    confirm: ({ message, initial = false, yesAndNo: [active, inactive] = ["Yes", "No"] }) =>
      answered(() => clack.confirm({ message, initialValue: initial, active, inactive, input, output })),
  };
}

/** A person wants to go back to the question before; where there is no way back, the end like Ctrl-C. */
export class WentBack extends UserError {
  constructor() {
    super(CANCELLED);
  }
}

const CANCELLED = {
  code: "cancelled",
  what: "you have stopped here.",
  next: [explain("start it again")],
} as const;

function cancelled(): UserError {
  return new UserError(CANCELLED);
}

/** The key that was pressed last: clack does not tell Escape from Ctrl-C. */
function lastKey(input: NodeJS.ReadStream): {
  readonly name: () => string | undefined;
  readonly end: () => void;
} {
  let last: string | undefined;
  const note = (_: unknown, key: { readonly name?: string } | undefined) => {
    last = key?.name;
  };
  input.on("keypress", note);
  return { name: () => last, end: () => void input.off("keypress", note) };
}
