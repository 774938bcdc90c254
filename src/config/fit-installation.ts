import { crossingText } from "../crossing";
import { installationFaults } from "../engine/installation";
import { UserError } from "../errors";
import { programError } from "../program-error";

/**
 * Ends a program whose packages or runtime can't work together before it declares anything: later it would fail with
 * "Cannot find module", a missing value, or not at all.
 * @param folder the program's; Pulumi runs it there
 * @throws pulumi.RunError `installation-unfit`, with every reason
 */
export function refuseUnfitInstallation(folder = process.cwd(), versions = process.versions): void {
  const faults = installationFaults({ folder, versions });
  if (faults.length === 0) return;
  const error = new UserError({
    code: "installation-unfit",
    what: `${faults.map(({ what }) => what).join("; ")}.`,
    where: folder,
    next: faults.flatMap(({ next }) => next),
  });
  throw programError(crossingText(error));
}
