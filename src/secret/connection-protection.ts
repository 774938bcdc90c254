import * as pulumi from "@pulumi/pulumi";

/**
 * Stands in the state for a connection that must stay whole. It exists nowhere else. Since it depends on everything that
 * the connection is made of, it is the first that a destroy meets: a protected one ends the destroy before anything of the
 * connection is deleted, or dropped from the state; and `--exclude-protected` keeps all that it depends on.
 *
 * The protection of the secret alone comes too late: its version and its reader policy depend on it, so that they go
 * first, and they can't be protected themselves, since a protected resource can't be replaced or taken out.
 * It is declared on unprotected stacks, too: where it is protected it could not be taken out later.
 */
export class ConnectionProtection extends pulumi.ComponentResource {
  constructor(name: string, options: pulumi.ComponentResourceOptions) {
    super("plenigo-stripe:index:ConnectionProtection", name, {}, options);
    this.registerOutputs({});
  }
}
