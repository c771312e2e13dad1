import { Token } from 'cdktf';
import {
  CHOSEN_LOCAL_SSDS,
  FIXED_LOCAL_SSDS,
  LOCAL_SSDS_OF_TYPE,
  WITHOUT_LOCAL_SSDS,
} from '../../../data/google/local-ssds';
import type { Finding } from '../../../validation/finding';
import { NODE_POOL_RULES } from '../messages';
import type { NodePoolOptions } from '../node-pool-props';
import type { MachineType } from './machine-type';

const FIELDS = ['ephemeralLocalSsds', 'rawLocalSsds'] as const;

/** The largest number of local SSDs that any machine type has. */
const MOST = 48;

const find = (message: string, fix: string) => [NODE_POOL_RULES.localSsds.find('', message, fix)];

/**
 * Whether a machine type has as many local SSDs as the options ask for.
 *
 * @param options options of the pool
 * @param machine the machine type; undefined when only Terraform knows it
 */
export function validateLocalSsds(options: NodePoolOptions, machine: MachineType | undefined): Finding[] {
  const given = FIELDS.filter((field) => options[field] !== undefined && !Token.isUnresolved(options[field]));
  const bad = given.filter((field) => !isCount(options[field]));
  if (bad.length > 0) {
    return bad.flatMap((field) =>
      find(`${field} ${options[field]} is not a whole number from 0 to ${MOST}`, 'correct it'),
    );
  }
  const swap = options.swap?.dedicatedLocalSsds ?? 0;
  const asked = [...given.filter((field) => (options[field] ?? 0) > 0), ...(swap > 0 ? ['swap'] : [])];
  const count = given.reduce((sum, field) => sum + (options[field] ?? 0), swap);
  if (count === 0 || machine === undefined) return [];
  const fields = asked.join(' and ');
  const { family, name } = machine;
  if (WITHOUT_LOCAL_SSDS.includes(family)) {
    return find(`${fields} does not work with ${family}, which has no local SSDs`, 'take another machine type');
  }
  if (Object.hasOwn(FIXED_LOCAL_SSDS, family) && !name.includes('-lssd')) {
    const message = `${fields} does not work with machineType '${name}': of ${family}, only types that end in -lssd have local SSDs`;
    return find(message, `take ${name}-lssd, if there is such a type`);
  }
  const counts = localSsdCounts(machine);
  if (counts === undefined || counts.includes(count)) return [];
  const sum = asked.length > 1 ? `${fields} are ${count} together` : `${fields} is ${count}`;
  return find(`${sum}, and machineType '${name}' has ${counts.join(', ')} local SSDs`, 'take one of these numbers');
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST;
}

/** Numbers of local SSDs that a machine type can have; undefined when they are not known. */
function localSsdCounts({ family, name, cpus = 0 }: MachineType): readonly number[] | undefined {
  const ofType = Object.hasOwn(LOCAL_SSDS_OF_TYPE, name) ? LOCAL_SSDS_OF_TYPE[name] : undefined;
  const fixed = ofType ?? FIXED_LOCAL_SSDS[family]?.[cpus];
  if (fixed !== undefined) return [fixed];
  return CHOSEN_LOCAL_SSDS[family]?.find((row) => cpus <= row.cpus)?.counts;
}
