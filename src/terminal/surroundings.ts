import { nextSteps } from "../errors";
import { howStarted, type NextStep, type Place, type Remedy } from "../remedies";

/** Time, handed in so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** What a command finds around it: made of the process once, and handed down from `main`. */
export interface Surroundings {
  /** Folder that the command works in, absolute. */
  readonly cwd: string;
  /** That folder as `-C` named it. Commands that are printed name it too, since they are typed outside of it. */
  readonly namedFolder?: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: NodeJS.ReadStream;
  /** Results. */
  readonly stdout: NodeJS.WriteStream;
  /** Everything else: progress, questions, errors. */
  readonly stderr: NodeJS.WriteStream;
  readonly clock: Clock;
  /**
   * Makes the folder the process's own: AWS's SDK looks there for the files that a profile names, and starts a profile's
   * `credential_process` there. @throws Error with a code, where it can't be entered
   */
  readonly enter: (folder: string) => void;
  /**
   * From now on, what standard output does not take goes to standard error: the command changes the world, and the news
   * of it, a new signing secret among it, must reach somebody.
   */
  readonly keepResult: () => void;
}

/** Where remedies are rendered. `stack`: the one that the commands are for. */
export function placeIn({ namedFolder: folder, env }: Surroundings, stack?: string): Place {
  return { stack, folder, starter: howStarted(env) };
}

/** Remedies as they work here, in the parts that `--json` shows. */
export function stepsIn(surroundings: Surroundings, remedies: readonly Remedy[], stack?: string): NextStep[] {
  return nextSteps(remedies, placeIn(surroundings, stack));
}
