import { rmSync } from "node:fs";

/** After the last test with the engine: removes what journeys began with. */
export default function removeImages(): void {
  rmSync(process.env.PLENIGO_STRIPE_IMAGES ?? "", { recursive: true, force: true });
}
