/**
 * Values that `Pulumi.yaml` gives to all stacks that don't set them, by full key. As the engine counts them
 * (pulumi/pulumi, sdk/go/common/workspace/project.go, RewriteShorthandConfigValues, and pkg/workspace/config.go,
 * mergeConfig): a plain value or list is the value; a map is a declaration whose `default` counts before its `value`; keys
 * without a namespace belong to the project. A text in place of the map is the folder of the stack files.
 */
export function projectValuesIn(
  { config }: Readonly<Record<string, unknown>>,
  project: string,
): Record<string, unknown> {
  if (typeof config !== "object" || config === null || Array.isArray(config)) return {};
  const values = Object.entries(namespaced(config as Record<string, unknown>, project));
  return Object.fromEntries(
    values.map(([key, value]) => [key, givenValue(value)]).filter(([, value]) => isSet(value)),
  );
}

function givenValue(declared: unknown): unknown {
  if (typeof declared !== "object" || declared === null || Array.isArray(declared)) return declared;
  const { default: preset, value } = declared as Readonly<Record<string, unknown>>;
  return isSet(preset) ? preset : value;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Keys without a namespace belong to the project. Pulumi: pulumi.com/docs/iac/concepts/config */
export function namespaced(
  config: Readonly<Record<string, unknown>>,
  project: string,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.includes(":") ? key : `${project}:${key}`, value]),
  );
}
