import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { type Project, programFolderOf } from "../../config/project";
import { rootUrn } from "../../engine/deployment";
import { UserError } from "../../errors";
import { TYPES } from "./known-state";
import type { Ancestor } from "./rebuild";

/** Root of this package. */
const ROOT = join(__dirname, "../../..");
/** The statement of our own program; a clone may have changed it. */
const OWN_STATEMENT = /new PlenigoStripeConnection\("plenigo", config\);/;

/** Whether the project's program is this package's own, unchanged: its component is known without running it. */
export function isOwnProgram(project: Project): boolean {
  const folder = programFolderOf(project);
  if (!existsSync(folder) || realpathSync(folder) !== realpathSync(ROOT)) return false;
  const source = join(ROOT, "src/index.ts");
  return existsSync(source) && OWN_STATEMENT.test(readFileSync(source, "utf8"));
}

/**
 * The program's component, and those above it, topmost first. A program of one's own is run in a preview, whose steps tell
 * it; that the preview itself is refused, since the state is empty, does not matter.
 * @throws UserError `engine-failed`: the program makes no connection, or more than one
 */
export async function componentOfProgram(project: Project, stack: string): Promise<Ancestor[]> {
  if (isOwnProgram(project)) {
    const urn = rootUrn(stack, project.name, TYPES.component, "plenigo");
    return [{ urn, type: TYPES.component }];
  }
  const { FleetEngine } = require("../../engine/fleet-engine") as typeof import("../../engine/fleet-engine");
  const engine = await FleetEngine.find(project.folder);
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
    next: [`pulumi preview --stack ${stack}   (shows what is wrong with the program)`],
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
