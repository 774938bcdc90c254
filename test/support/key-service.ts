import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** For stacks whose values the key service encrypts. */
export const KEY_PROVIDER = "awskms://alias/journeys?region=eu-central-1";

const KEY_ARN = "arn:aws:kms:eu-central-1:123456789012:key/journeys";

let listening: Promise<string> | undefined;

/**
 * The address of a stand-in for AWS KMS, which encrypts and decrypts the data keys of stacks. With a passphrase each
 * command that reads an encrypted value computes for 0.2 s before it can. Keys are not kept secret, the values that
 * Pulumi encrypts with them are. One for all journeys of a test file.
 */
export function keyService(): Promise<string> {
  listening ??= new Promise((resolve, reject) => {
    const server = createServer(async (request, response) => {
      const { Plaintext, CiphertextBlob } = JSON.parse(await text(request));
      const isEncryption = String(request.headers["x-amz-target"]).endsWith(".Encrypt");
      const bytes = Buffer.from(isEncryption ? Plaintext : CiphertextBlob, "base64").reverse();
      const name = isEncryption ? "CiphertextBlob" : "Plaintext";
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(JSON.stringify({ [name]: bytes.toString("base64"), KeyId: KEY_ARN }));
    });
    server.once("error", reject).unref();
    server.listen(0, "127.0.0.1", () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
  return listening;
}
