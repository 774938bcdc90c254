import { findMoto } from "../../sandbox/emulators/secrets-manager/moto-server";
import { pulumi } from "../engine";
import { evaluatorMissing } from "../iam-evaluator";

/** The command that starts moto; empty where there is none. */
export const moto = findMoto() ?? "";

const missing = [
  ...(pulumi ? [] : [`no Pulumi engine: ${process.env.PLENIGO_STRIPE_ENGINE_MISSING}`]),
  ...(moto ? [] : ["no moto_server in MOTO_SERVER, on PATH or in .sandbox/tools/moto"]),
  ...(evaluatorMissing ? [evaluatorMissing] : []),
];

/** `describe` for tests with engine, moto and evaluator: skipped, with the reasons in the title, where one is missing. */
export function describeWithMoto(title: string, tests: () => void): void {
  if (missing.length === 0) describe(title, tests);
  else describe.skip(`${title} (skipped: ${missing.join("; ")})`, tests);
}
