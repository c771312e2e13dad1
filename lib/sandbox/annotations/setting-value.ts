import { choicesInFile, choicesOf, type RuntimeLanguage, rangeOf, type Setting } from './settings';

const GO_BOOLEANS = ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'];

function numberProblem(setting: Setting, runtime: RuntimeLanguage, value: number): string | undefined {
  const { minimum, maximum } = rangeOf(setting.data, runtime);
  const { type, powerOfTwo } = setting.data;
  const isWhole = type === 'number' || Number.isSafeInteger(value);
  const good =
    Number.isFinite(value) &&
    isWhole &&
    value >= minimum &&
    value <= maximum &&
    (powerOfTwo !== true || Number.isInteger(Math.log2(value)));
  const kind = powerOfTwo === true ? 'a power of two' : type === 'integer' ? 'a whole number' : 'a number';
  return good ? undefined : `${kind} from ${minimum} to ${maximum}`;
}

/**
 * What an annotation should hold, if that is not what it holds.
 *
 * @param setting the setting
 * @param runtime the runtime that reads it
 * @param value text of the annotation
 */
export function annotationValueProblem(setting: Setting, runtime: RuntimeLanguage, value: string): string | undefined {
  const { type } = setting.data;
  const choices = choicesOf(setting.data, runtime);
  switch (type) {
    case 'boolean':
      return (runtime === 'go' ? GO_BOOLEANS : ['true', 'false']).includes(value) ? undefined : 'true or false';
    case 'integer':
    case 'number':
      return numberProblem(setting, runtime, /^[0-9]+(\.[0-9]+)?$/.test(value) ? Number(value) : Number.NaN);
    case 'list':
      return undefined;
    case 'text':
      return choices === undefined || choices.includes(value) ? undefined : `one of ${choices.join(', ')}`;
  }
}

/** Keys for which zero stands for what the runtime finds best. */
const ZERO_IS_DEFAULT = [
  'default_maxvcpus',
  'default_vcpus',
  'block_device_logical_sector_size',
  'block_device_physical_sector_size',
  'num_queues',
  'queue_size',
  'network_queues',
  'indep_iothreads',
  'create_container_timeout',
];

/**
 * What a key of the configuration file should hold, if that is not what it holds.
 *
 * @param setting the setting
 * @param runtime the runtime that reads it
 * @param key its key
 * @param value its value in TOML
 */
export function fileValueProblem(
  setting: Setting,
  runtime: RuntimeLanguage,
  key: string,
  value: unknown,
): string | undefined {
  const { type } = setting.data;
  const choices = choicesInFile(setting, runtime);
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'true or false';
    case 'integer':
    case 'number': {
      const number = typeof value === 'bigint' ? Number(value) : value;
      if (typeof number !== 'number') return type === 'integer' ? 'a whole number' : 'a number';
      if (ZERO_IS_DEFAULT.includes(key) && number === 0) return undefined;
      // A negative number stands for all CPUs of the node in the runtime in Go.
      if (key === 'default_vcpus' && number < 0 && runtime === 'go') return undefined;
      return numberProblem(setting, runtime, number);
    }
    case 'list':
      return Array.isArray(value) && value.every((item) => typeof item === 'string') ? undefined : 'a list of strings';
    case 'text':
      if (typeof value !== 'string') return 'a string';
      return choices === undefined || value === '' || choices.includes(value)
        ? undefined
        : `one of ${choices.join(', ')}`;
  }
}
