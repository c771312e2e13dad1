import { Severity } from '../../../validation/finding';
import { Rule } from '../../../validation/rule';
import { errorRule, warningRule } from '../../project/rules';

/** Rules about machine types, and what they come with. */
export const MACHINE_RULES = {
  machineType: errorRule(
    'node-pool-machine-type',
    'machineType is not a machine type of Compute Engine',
    'write one such as n2-standard-8 or n2-custom-8-16384',
  ),
  listedMachineType: new Rule({
    id: 'gke/node-pool-unlisted-machine-type',
    severity: Severity.ERROR,
    meaning: 'the machine type is not on the recorded list of its series',
    fix: 'take a machine type of the list, or acknowledge the finding where Compute Engine has the type',
    canAcknowledge: true,
  }),
  nestedVirtualization: errorRule(
    'node-pool-nested-virtualization',
    'the machine series has no nested virtualization, which virtual machines on the nodes need',
    'take a machine type of a series that has it, such as n2-standard-8',
  ),
  unverifiedNestedVirtualization: warningRule(
    'node-pool-unverified-nested-virtualization',
    'whether the machine series has nested virtualization is not certain',
    'look for /dev/kvm on a node before you rely on it',
  ),
  idleGpus: warningRule(
    'node-pool-idle-gpus',
    'the machine series comes with GPUs, which do not reach into guests and cost as if they did',
    'take a machine type without GPUs, such as n2-standard-8',
  ),
  fewCpus: warningRule(
    'node-pool-few-cpus',
    'the machine type has fewer than 4 vCPUs: virtual machines share them with the daemons of the node',
    'take a machine type with at least 4 vCPUs',
  ),
  accelerators: errorRule(
    'node-pool-accelerators',
    'the GPUs do not fit the node pool',
    'use a GPU type, count and driver that Compute Engine offers for the machine type',
  ),
};
