import { crossingText } from "../crossing";
import { messageOf, UserError } from "../errors";
import { check as checkInputs } from "./check";
import { create as createEndpoint, type ProvisionedEndpoint } from "./create";
import { type EndpointInputs, type EndpointOutputs, withoutProvider } from "./endpoint-state";
import {
  diff as diffEndpoint,
  type EndpointDiff,
  type ReadResult,
  read as readEndpoint,
  remove,
  update as updateEndpoint,
} from "./life-cycle";
import { type ProviderConfig, sessionOf } from "./session";

/** Failure of a check, as Pulumi prints it. */
interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** `check` of the dynamic provider. Faults of the user are failures; Pulumi then stops before any step. */
export async function check(config: ProviderConfig, olds: Partial<EndpointInputs>, news: EndpointInputs) {
  try {
    const inputs = await checkInputs(sessionOf(config), withoutProvider(olds), withoutProvider(news));
    return { inputs, failures: [] as CheckFailure[] };
  } catch (error) {
    if (!(error instanceof UserError)) throw printable(error, news);
    // An empty property, since the fault lies in the configuration or in Stripe and Pulumi would print a value.
    return {
      inputs: withoutProvider(news),
      failures: [{ property: "", reason: crossingText(error, stackOf(news)) }],
    };
  }
}

/** `diff` of the dynamic provider. */
export function diff(
  config: ProviderConfig,
  id: string,
  olds: EndpointOutputs,
  news: EndpointInputs,
): Promise<EndpointDiff> {
  return clearly(news, () =>
    diffEndpoint(sessionOf(config), id, withoutProvider(olds), withoutProvider(news)),
  );
}

/** `create` of the dynamic provider. */
export function create(config: ProviderConfig, inputs: EndpointInputs): Promise<ProvisionedEndpoint> {
  return clearly(inputs, () => createEndpoint(sessionOf(config), withoutProvider(inputs)));
}

/** `read` of the dynamic provider. */
export function read(config: ProviderConfig, id: string, props: EndpointOutputs): Promise<ReadResult> {
  return clearly(props, () => readEndpoint(sessionOf(config), id, withoutProvider(props)));
}

/** `update` of the dynamic provider. */
export async function update(
  config: ProviderConfig,
  id: string,
  olds: EndpointOutputs,
  news: EndpointInputs,
) {
  const state = () => updateEndpoint(sessionOf(config), id, withoutProvider(olds), withoutProvider(news));
  return { outs: await clearly(news, state) };
}

/** `delete` of the dynamic provider. */
export function del(config: ProviderConfig, id: string, props: EndpointOutputs): Promise<void> {
  return clearly(props, () => remove(sessionOf(config), id, withoutProvider(props)));
}

async function clearly<T>(bag: Partial<EndpointInputs>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw printable(error, bag);
  }
}

/** The stack that runs; in a preview another resource may have yet to make the marks. */
function stackOf({ marks }: Partial<EndpointInputs>): string | undefined {
  return typeof marks === "object" && marks.plenigo_stack ? marks.plenigo_stack : undefined;
}

/** Pulumi prints message and stack of what a provider throws: a user's fault needs no stack, and nothing may hold a key. */
function printable(error: unknown, bag: Partial<EndpointInputs>): Error {
  const isOfUser = error instanceof UserError;
  const clear = new Error(isOfUser ? crossingText(error, stackOf(bag)) : messageOf(error));
  clear.stack = isOfUser
    ? ""
    : `this is a bug of plenigo-stripe\n${messageOf((error as Error)?.stack ?? "")}`;
  return clear;
}
