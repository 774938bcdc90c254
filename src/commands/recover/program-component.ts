import { isOwnProgram } from "../../config/own-program";
import type { Project } from "../../config/project";
import { rootUrn } from "../../engine/deployment";
import { FleetEngine } from "../../engine/fleet-engine";
import { UserError } from "../../errors";
import { pulumi } from "../../remedies";
import { TYPES } from "./known-state";
import type { Ancestor } from "./rebuild";

/**
 * The program's component, and those above it, topmost first. A program of one's own is run in a preview, whose steps tell
 * it; that the preview itself is refused, since the state is empty, does not matter.
 * @throws UserError `engine-failed`: the program makes no connection, or more than one
 */
export async function componentOfProgram(
  project: Project,
  stack: string,
  env: NodeJS.ProcessEnv,
): Promise<Ancestor[]> {
  if (isOwnProgram(project)) {
    const urn = rootUrn(stack, project.name, TYPES.component, "plenigo");
    return [{ urn, type: TYPES.component }];
  }
  const engine = await FleetEngine.find(project.folder, env);
  const components = new Map<string, Ancestor>();
  const run = await engine.preview(stack, {
    onEvent: ({ resourcePreEvent }) => {
      const { urn, type, new: after } = resourcePreEvent?.metadata ?? {};
      if (!urn || !type || !after || after.custom || type === TYPES.stack) return;
      components.set(urn, { urn, type, parent: after.parent });
    },
    onOutput: () => {},
  });
  const own = [...components.values()].filter(({ type }) => type === TYPES.component);
  const [component] = own;
  if (component && own.length === 1) return [...ancestorsOf(component, components), component];
  throw new UserError({
    code: "engine-failed",
    what: `a preview of the program shows ${own.length} connections, and one is expected.${run.isOk ? "" : ` ${reasonOf(run.text)}`}`,
    where: stack,
    next: [pulumi("preview", "shows what is wrong with the program")],
    stack,
  });
}

function reasonOf(text: string): string {
  const { reasonsIn } = require("../../engine/failure") as typeof import("../../engine/failure");
  return reasonsIn(text).join("\n");
}

function ancestorsOf({ parent }: Ancestor, all: ReadonlyMap<string, Ancestor>): Ancestor[] {
  const above = parent === undefined ? undefined : all.get(parent);
  return above ? [...ancestorsOf(above, all), above] : [];
}
