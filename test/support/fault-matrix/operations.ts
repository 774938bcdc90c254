import { fakeSigningSecret } from "../../../sandbox/emulators/stripe/fake-keys";
import type { Program } from "./program";
import type { Scenario } from "./scenario";

/** Something that a user does, from a prepared stack on. */
export interface Operation {
  readonly name: string;
  /** Brings the stack to where the operation starts; returns the program that is then run. */
  prepare(scenario: Scenario): Promise<Program>;
  /** Runs it; a plain run afterwards is the same again. Default: `up`. */
  run?(scenario: Scenario, program: Program): Promise<void>;
  /** Whether readers of the connection secret can verify events before it, and so must all the time. */
  readonly isVerifiable?: boolean;
  /** Whether it ends with nothing. */
  readonly isDestroy?: boolean;
}

const OVERLAP = { generation: 2, previousGeneration: "enabled" } as const;
const destroys = { isDestroy: true, run: ({ engine }: Scenario) => engine.destroy() };

async function upTo(scenario: Scenario, ...programs: readonly Program[]): Promise<void> {
  for (const program of programs) await scenario.engine.up(program);
}

/** An endpoint of this stack that its state does not know. */
function addOrphan({ rig, tenant }: Scenario): void {
  const { url, marks } = tenant.inputs;
  const seed = { url, enabled_events: ["charge.failed"], metadata: { ...marks } };
  rig.stripe.addEndpoint(tenant.accountId, "test", seed);
}

function fill({ rig, tenant }: Scenario, endpoints: number): void {
  for (let index = 0; index < endpoints; index += 1) {
    const seed = { url: `https://example.com/${index}`, enabled_events: ["charge.failed"] };
    rig.stripe.addEndpoint(tenant.accountId, "test", seed);
  }
}

const only = ({ engine }: Scenario) => engine.entries[0]?.id ?? "";

/** The operations of the matrix. */
export const OPERATIONS: readonly Operation[] = [
  { name: "first up", prepare: async (scenario) => scenario.program() },
  {
    name: "first up beside an orphan",
    prepare: async (scenario) => {
      addOrphan(scenario);
      return scenario.program();
    },
  },
  {
    name: "first up at the limit, which an orphan fills",
    prepare: async (scenario) => {
      fill(scenario, 15);
      addOrphan(scenario);
      return scenario.program();
    },
  },
  {
    name: "repair",
    isVerifiable: true,
    prepare: async (scenario) => {
      await upTo(scenario, scenario.program());
      const changes = { url: "https://example.com/moved", description: "by hand", enabled_events: ["*"] };
      scenario.rig.stripe.changeEndpoint(only(scenario), changes);
      return scenario.program();
    },
  },
  {
    name: "re-creation",
    prepare: async (scenario) => {
      await upTo(scenario, scenario.program());
      scenario.rig.stripe.deleteEndpoint(only(scenario));
      return scenario.program();
    },
  },
  {
    name: "adoption",
    prepare: async (scenario) => {
      const { rig, tenant } = scenario;
      const secret = fakeSigningSecret(tenant.accountId);
      const seed = { url: tenant.inputs.url, enabled_events: ["charge.failed"], secret };
      const { id } = rig.stripe.addEndpoint(tenant.accountId, "test", { ...seed, status: "disabled" });
      return scenario.program({ adopt: { id, secret } });
    },
  },
  {
    name: "rotation: new endpoint",
    isVerifiable: true,
    prepare: async (scenario) => {
      await upTo(scenario, scenario.program());
      return scenario.program(OVERLAP);
    },
  },
  {
    name: "rotation: previous disabled",
    isVerifiable: true,
    prepare: async (scenario) => {
      await upTo(scenario, scenario.program(), scenario.program(OVERLAP));
      return scenario.program({ ...OVERLAP, previousGeneration: "disabled" });
    },
  },
  {
    name: "rotation: previous removed",
    isVerifiable: true,
    prepare: async (scenario) => {
      await upTo(scenario, scenario.program(), scenario.program(OVERLAP));
      return scenario.program({ ...OVERLAP, previousGeneration: "removed" });
    },
  },
  {
    name: "rotation in one step",
    isVerifiable: true,
    prepare: async (scenario) => {
      await upTo(scenario, scenario.program());
      return scenario.program({ ...OVERLAP, previousGeneration: "removed" });
    },
  },
  {
    name: "destroy",
    ...destroys,
    prepare: async (scenario) => {
      await upTo(scenario, scenario.program());
      return { ...scenario.program(), endpoints: [] };
    },
  },
  {
    name: "destroy during a rotation",
    ...destroys,
    prepare: async (scenario) => {
      await upTo(scenario, scenario.program(), scenario.program(OVERLAP));
      return { ...scenario.program(), endpoints: [] };
    },
  },
  {
    name: "destroy of what is gone",
    ...destroys,
    prepare: async (scenario) => {
      await upTo(scenario, scenario.program());
      // Gone only after the refresh has seen it: the deletion itself meets the 404.
      scenario.deleteByHandBefore("DELETE /v1/webhook_endpoints/{id}", only(scenario));
      return { ...scenario.program(), endpoints: [] };
    },
  },
];
