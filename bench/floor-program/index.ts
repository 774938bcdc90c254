import { Secret } from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";

const provider: pulumi.dynamic.ResourceProvider = {
  async create() {
    return { id: "trivial", outs: {} };
  },
};

class Trivial extends pulumi.dynamic.Resource {
  constructor(name: string) {
    super(provider, name, {});
  }
}

new Trivial("trivial");
new Secret("secret", { recoveryWindowInDays: 0 });
