export { createSecret as CreateSecret } from "./create-secret";
export { deleteSecret as DeleteSecret, restoreSecret as RestoreSecret } from "./delete-secret";
export {
  describeSecret as DescribeSecret,
  listSecretVersionIds as ListSecretVersionIds,
} from "./describe-secret";
export { listSecrets as ListSecrets } from "./list-secrets";
export {
  batchGetSecretValue as BatchGetSecretValue,
  getSecretValue as GetSecretValue,
} from "./read-secret";
export {
  deleteResourcePolicy as DeleteResourcePolicy,
  getResourcePolicy as GetResourcePolicy,
  putResourcePolicy as PutResourcePolicy,
  validateResourcePolicy as ValidateResourcePolicy,
} from "./secret-policy";
export { tagResource as TagResource, untagResource as UntagResource } from "./tag-secret";
export {
  putSecretValue as PutSecretValue,
  updateSecret as UpdateSecret,
  updateSecretVersionStage as UpdateSecretVersionStage,
} from "./write-value";
