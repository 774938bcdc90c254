import { isPlaceholder } from "../../config/fields";
import {
  type Project,
  programFolderOf,
  projectSettingsOf,
  readProject,
  type StackFilePath,
  stackFilesOf,
} from "../../config/project";
import { declaredValues, readStackFile, type StackFile } from "../../config/stack-file";
import { type Backend, PulumiProject } from "../../engine/pulumi-project";
import type { Place } from "../../remedies";
import { placeIn, type Surroundings } from "../../terminal/surroundings";

/** What doctor asks of the engine. */
export type DoctorEngine = Pick<
  PulumiProject,
  "version" | "backend" | "stacks" | "plugins" | "decryptedConfig"
>;

/** Where to look. */
export interface SceneOptions {
  readonly surroundings: Surroundings;
  /** Missing for machine and project alone. */
  readonly stack?: string;
  /** Ends what is still under way when nobody waits any more. */
  readonly signal: AbortSignal;
  /** Default: the one on PATH. */
  readonly engine?: DoctorEngine;
}

/** What checks look at. What several of them need is looked up once. */
export class Scene {
  readonly folder: string;
  readonly stack: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Where what fixes a fault is typed. */
  readonly place: Place;
  readonly engine: DoctorEngine;

  constructor({ surroundings, stack, signal, engine }: SceneOptions) {
    const { cwd, env, clock } = surroundings;
    this.folder = cwd;
    this.stack = stack;
    this.env = env;
    this.signal = signal;
    this.now = clock.now;
    this.place = placeIn(surroundings, stack);
    this.engine = engine ?? new PulumiProject({ cwd, env, signal });
  }

  /** @throws UserError `project-missing`, `config-invalid` */
  readonly project = once((): Project => readProject(this.folder));

  /** `Pulumi.yaml` as it is. @throws UserError */
  readonly projectFile = once((): Record<string, unknown> => projectSettingsOf(this.project()));

  readonly programFolder = once((): string => programFolderOf(this.project()));

  /** All stack files, the selected stack's alone with a stack. */
  readonly paths = once((): StackFilePath[] => {
    const paths = stackFilesOf(this.project());
    return this.stack === undefined ? paths : paths.filter(({ stack }) => stack === this.stack);
  });

  /** The selected stack's file; undefined where there is none. */
  readonly file = once((): StackFile | undefined => {
    const [path] = this.stack === undefined ? [] : this.paths();
    return path && readStackFile(this.project(), path);
  });

  /** The selected stack's values as its file has them; empty where it can't be read. */
  readonly declared = once((): Readonly<Record<string, unknown>> => {
    const [path] = this.stack === undefined ? [] : this.paths();
    try {
      return path ? declaredValues(this.project(), path.file) : {};
    } catch {
      // What is wrong with the file is the business of the check `configuration`.
      return {};
    }
  });

  readonly backend = once((): Promise<Backend> => this.engine.backend());
  readonly stacks = once((): Promise<string[]> => this.engine.stacks());

  /** The selected stack's configuration, decrypted; only for comparisons in this process. @throws UserError */
  readonly config = once(
    (): Promise<Readonly<Record<string, string>>> => this.engine.decryptedConfig(this.stack ?? ""),
  );

  #plain(key: string): string | undefined {
    const value = this.declared()[key];
    return typeof value === "string" && !isPlaceholder(value) ? value : undefined;
  }

  /** AWS region of the stack, else of the environment. */
  readonly region = once(
    (): string | undefined => this.#plain("aws:region") ?? this.env.AWS_REGION ?? this.env.AWS_DEFAULT_REGION,
  );
}

function once<T>(look: () => T): () => T {
  let found: { value: T } | undefined;
  return () => {
    found ??= { value: look() };
    return found.value;
  };
}
