import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

/** A resource as the program asked the engine to register it. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  /** Name of the parent; empty for the component itself. */
  readonly parent: string;
  /** As the engine gets them: secrets wrapped, unknown values missing. */
  readonly inputs: Record<string, unknown>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** Names of the resources that it waits for. */
  readonly dependsOn: readonly string[];
  readonly secretOutputs: readonly string[];
  /** Names of the hooks that run before its create, and before an update of it. */
  readonly beforeCreate: readonly string[];
  readonly beforeUpdate: readonly string[];
}

/** What the mocked engine answers. */
export interface MockedEngineOptions {
  readonly stack?: string;
  readonly preview?: boolean;
  /** State of a new resource by type; a resource of another type is refused. Default: its inputs. */
  readonly resources: Readonly<Record<string, Answer>>;
  /** Answers of functions by token; another function is refused. */
  readonly functions: Readonly<Record<string, object>>;
}

type Bag = Record<string, unknown>;
/** Makes a resource's id (none in a preview) and state. */
type Answer = (inputs: Bag, name: string) => { readonly id?: string; readonly state: Bag };

/** The engine's part that the SDK sees, without an engine. */
export interface MockedEngine {
  /** Everything registered, in order, once the program has come to rest. */
  settled(): Promise<readonly Registration[]>;
  /** Functions called so far. */
  readonly called: readonly string[];
}

/** Puts Pulumi's SDK in front of an engine that records, and refuses what nobody planned. */
export async function mockEngine(options: MockedEngineOptions): Promise<MockedEngine> {
  const registrations: Registration[] = [];
  const called: string[] = [];
  const { stack = "stage", preview = false } = options;
  record(registrations);
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ type, name, inputs, custom }) => {
      const answer = options.resources[type];
      if (!answer && custom) throw new Error(`Nobody planned a resource of type ${type}.`);
      return { id: undefined, state: inputs, ...answer?.(inputs, name) };
    },
    call: ({ token }) => {
      called.push(token);
      const answer = options.functions[token];
      if (!answer) throw new Error(`Nobody planned a call of ${token}.`);
      return answer;
    },
  };
  await pulumi.runtime.setMocks(mocks, "plenigo-stripe", stack, preview);
  const settled = async () => {
    await pulumi.runtime.disconnect();
    return registrations;
  };
  return { settled, called };
}

/** The mock monitor hands on no options of a resource, and knows no hooks: both are taken from the requests themselves. */
function record(registrations: Registration[]): void {
  jest.spyOn(MONITOR, "registerResource").mockImplementation(function (this: unknown, request, callback) {
    registrations.push(registrationOf(request));
    return REGISTER.call(this, request, callback);
  });
  MONITOR.registerResourceHook = (_, callback) => callback(null, {});
}

type Method = (request: Request, callback: (error: unknown, answer: object) => void) => void;
const MONITOR = MockMonitor.prototype as unknown as Record<
  "registerResource" | "registerResourceHook",
  Method
>;
const REGISTER = MONITOR.registerResource;
type Request = Readonly<Record<string, () => unknown>>;

function registrationOf(request: Request): Registration {
  const read = <T>(getter: string) => request[getter]?.() as T;
  const nameIn = (urn: string) => urn.split("::").at(-1) ?? "";
  const hooks = read<{ getBeforeCreateList(): string[]; getBeforeUpdateList(): string[] } | undefined>(
    "getHooks",
  );
  return {
    type: read("getType"),
    name: read("getName"),
    parent: nameIn(read("getParent")),
    inputs: read<{ toJavaScript(): Bag }>("getObject").toJavaScript(),
    protect: read("getProtect"),
    retainOnDelete: read("getRetainondelete"),
    dependsOn: read<string[]>("getDependenciesList").map(nameIn).sort(),
    secretOutputs: read("getAdditionalsecretoutputsList"),
    beforeCreate: hooks?.getBeforeCreateList() ?? [],
    beforeUpdate: hooks?.getBeforeUpdateList() ?? [],
  };
}

/** What lies in the wrapper by which the SDK marks a secret; undefined for a value that is none. */
export function unwrapped(value: unknown): unknown {
  const { [SIGNATURE]: kind, value: secret } = (value ?? {}) as Bag;
  return kind === SECRET ? secret : undefined;
}

// Of @pulumi/pulumi's runtime/rpc: the keys of special values and the kind "secret".
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
