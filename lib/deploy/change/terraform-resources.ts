import { isJsonMap, type JsonMap } from '../objects/json-pointer';
import { refuseInput } from './compare-rules';

/** A resource of a stack. */
export interface TerraformResource {
  /** Address, such as `google_container_node_pool.gke_kata_1A2B3C4D`. */
  readonly address: string;

  /** Type, such as `google_container_node_pool`. */
  readonly type: string;

  /** Its arguments. */
  readonly config: JsonMap;
}

/** What cdktf and Terraform read beside the arguments. */
const META_ARGUMENTS = ['//', 'depends_on', 'provider', 'provisioner', 'connection', 'timeouts'];

/**
 * The resources of some types in a synthesized stack, by address.
 *
 * @param name what the stack is called in a message
 * @param value the parsed `cdk.tf.json`
 * @param types the types
 * @throws FindingsError for what is no stack
 */
export function terraformResources(
  name: string,
  value: unknown,
  types: readonly string[],
): Map<string, TerraformResource> {
  if (typeof value === 'string')
    refuseInput(`${name} is a text`, 'parse it: JSON.parse(fs.readFileSync(file, "utf8"))');
  if (!isJsonMap(value)) refuseInput(`${name} is ${Array.isArray(value) ? 'a list' : String(value)}, not a stack`);
  const stack = value as JsonMap;
  if (!['resource', 'terraform', 'provider', 'data', 'output'].some((key) => Object.hasOwn(stack, key))) {
    refuseInput(
      `${name} has none of the blocks of a stack`,
      'pass the content of cdktf.out/stacks/<stack>/cdk.tf.json',
    );
  }
  const { resource = {} } = stack;
  if (!isJsonMap(resource))
    refuseInput(`${name}.resource is ${Array.isArray(resource) ? 'a list' : String(resource)}, not a map`);
  const found = new Map<string, TerraformResource>();
  for (const type of types) {
    const ofType = (resource as JsonMap)[type] ?? {};
    if (!isJsonMap(ofType)) refuseInput(`${name}.resource.${type} is not a map of resources`);
    for (const [id, config] of Object.entries(ofType as JsonMap)) {
      const address = `${type}.${id}`;
      if (!isJsonMap(config)) refuseInput(`${name}: ${address} is not a map of arguments`);
      found.set(address, { address, type, config: argumentsOf(config as JsonMap) });
    }
  }
  return found;
}

/**
 * The addresses of all resources of a synthesized stack, of whatever type.
 *
 * @param stack the parsed `cdk.tf.json`
 */
export function resourceAddresses({ resource }: JsonMap): string[] {
  return Object.entries(isJsonMap(resource) ? resource : {}).flatMap(([type, ofType]) =>
    Object.keys(isJsonMap(ofType) ? ofType : {}).map((id) => `${type}.${id}`),
  );
}

/** A block may be written as a map, or as a list of one map: Terraform takes both for the same. */
function argumentsOf(config: JsonMap): JsonMap {
  const own = Object.entries(config).filter(([key]) => !META_ARGUMENTS.includes(key));
  return Object.fromEntries(own.map(([key, value]) => [key, key === 'lifecycle' ? value : plain(value)]));
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 && isJsonMap(value[0]) ? plain(value[0]) : value.map(plain);
  if (!isJsonMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
