import { join } from "node:path";
import { type Project, readYaml } from "../../config/project";
import type { StackFile } from "../../config/stack-file";

/** How a stack's file says that its encrypted values are encrypted. */
export interface Encryption {
  /** URL of a cloud provider's key; undefined for a passphrase, or where nothing is encrypted yet. */
  readonly provider?: string;
  readonly hasPassphrase: boolean;
}

/** Reads `secretsprovider` and `encryptionsalt` of a stack file. @throws UserError `config-invalid`: it can't be read */
export function encryptionOf({ folder }: Project, { file }: StackFile): Encryption {
  const { secretsprovider, encryptionsalt } = readYaml(join(folder, file));
  const provider =
    typeof secretsprovider === "string" && secretsprovider.includes("://") ? secretsprovider : undefined;
  return { provider, hasPassphrase: provider === undefined && typeof encryptionsalt === "string" };
}
