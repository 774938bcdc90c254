import type { EndpointInputs, EndpointOutputs } from "../../../src/endpoint/endpoint-state";
import * as provider from "../../../src/endpoint/provider";
import type { ProviderCalls } from "../dynamic-provider";
import { noteAsked } from "../writes/notes";

/** The provider's functions as a new process with this configuration would run them; values pass as plain JSON only. */
export function openInProcess(config: Readonly<Record<string, string>>): ProviderCalls {
  const process = { get: (key: string) => config[key] };
  return {
    check: async (olds, news) => {
      const { inputs, failures } = await provider.check(process, plain(olds), plain(news));
      return { inputs: plain(inputs), failures: failures.map(({ reason }) => reason) };
    },
    diff: async (id, olds, news) => {
      const { changes, replaces = [] } = await provider.diff(process, id, plain(olds), plain(news));
      return { changes, replaces };
    },
    create: async (inputs) => {
      const { id, outs } = await provider.create(process, plain(inputs));
      return { id, outs: plain(outs) };
    },
    read: async (id, props) => {
      const state = await provider.read(process, id, plain(props));
      if (state.id === undefined) return { id: "", props: {}, inputs: {} };
      return { id: state.id, props: plain(state.props), inputs: plain(state.inputs) };
    },
    update: (id, olds, news) =>
      noteAsked("update", id, news, async () =>
        plain((await provider.update(process, id, plain(olds), plain(news))).outs),
      ),
    remove: (id, props) => noteAsked("delete", id, {}, () => provider.del(process, id, plain(props))),
  };
}

type Bag = EndpointInputs & EndpointOutputs & Record<string, unknown>;

function plain(bag: object): Bag {
  return JSON.parse(JSON.stringify(bag)) as Bag;
}
