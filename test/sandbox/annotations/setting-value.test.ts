import { annotationValueProblem, fileValueProblem } from '../../../lib/sandbox/annotations/setting-value';
import {
  hypervisorAnnotations,
  type RuntimeLanguage,
  SETTINGS,
  type Setting,
} from '../../../lib/sandbox/annotations/settings';

const settingOf = (option: string): Setting => {
  const found = SETTINGS.find((setting) => setting.option === option);
  if (found === undefined) throw new Error(`there is no option ${option}`);
  return found;
};

const UINT32 = 4294967295;

test.each<[string, RuntimeLanguage, string, string | undefined]>([
  ['hugepages', 'go', 'true', undefined],
  ['hugepages', 'go', 'T', undefined],
  ['hugepages', 'go', '0', undefined],
  ['hugepages', 'go', 'yes', 'true or false'],
  ['hugepages', 'rust', 'true', undefined],
  ['hugepages', 'rust', 'false', undefined],
  ['hugepages', 'rust', '1', 'true or false'],
  ['memoryMib', 'go', '256', undefined],
  ['memoryMib', 'go', '255', `a whole number from 256 to ${UINT32}`],
  ['memoryMib', 'rust', '64', undefined],
  ['memoryMib', 'rust', '63', `a whole number from 64 to ${UINT32}`],
  ['memoryMib', 'go', `${UINT32}`, undefined],
  ['memoryMib', 'go', `${UINT32 + 1}`, `a whole number from 256 to ${UINT32}`],
  ['memoryMib', 'go', '256.5', `a whole number from 256 to ${UINT32}`],
  ['memoryMib', 'go', '-512', `a whole number from 256 to ${UINT32}`],
  ['memoryMib', 'go', '512Mi', `a whole number from 256 to ${UINT32}`],
  ['memoryMib', 'go', 'x512', `a whole number from 256 to ${UINT32}`],
  ['defaultVcpus', 'go', '0.1', undefined],
  ['defaultVcpus', 'go', '1.25', undefined],
  ['defaultVcpus', 'go', '1024', undefined],
  ['defaultVcpus', 'go', '0.05', 'a number from 0.1 to 1024'],
  ['defaultVcpus', 'go', '1024.5', 'a number from 0.1 to 1024'],
  ['defaultVcpus', 'go', '1.', 'a number from 0.1 to 1024'],
  ['defaultVcpus', 'go', '1.x', 'a number from 0.1 to 1024'],
  ['defaultVcpus', 'go', '', 'a number from 0.1 to 1024'],
  ['blkLogicalSectorSizeBytes', 'go', '512', undefined],
  ['blkLogicalSectorSizeBytes', 'go', '4096', undefined],
  ['blkLogicalSectorSizeBytes', 'go', '1000', 'a power of two from 512 to 65536'],
  ['agentCdhApiTimeoutSeconds', 'go', '1', undefined],
  ['agentCdhApiTimeoutSeconds', 'rust', '1000', undefined],
  ['agentCdhApiTimeoutSeconds', 'rust', '999', 'a whole number from 1000 to'],
  ['agentKernelModules', 'go', 'xfs;nfs', undefined],
  ['vfioMode', 'go', 'vfio', undefined],
  ['vfioMode', 'rust', 'vdpa', 'one of vfio, guest-kernel'],
  ['sharedFs', 'go', 'virtio-9p', undefined],
  ['sharedFs', 'rust', 'virtio-9p', 'one of virtio-fs, virtio-fs-nydus, inline-virtio-fs, none'],
  ['machineType', 'go', 'anything', undefined],
])('annotation of %s for %s: %p, problem: %p', (option, runtime, value, problem) => {
  const said = annotationValueProblem(settingOf(option), runtime, value);
  if (problem === undefined) expect(said).toBeUndefined();
  else expect(said?.startsWith(problem)).toBe(true);
});

test.each<[string, RuntimeLanguage, string, unknown, string | undefined]>([
  ['hugepages', 'go', 'enable_hugepages', true, undefined],
  ['hugepages', 'go', 'enable_hugepages', 'true', 'true or false'],
  ['memoryMib', 'go', 'default_memory', 512, undefined],
  ['memoryMib', 'go', 'default_memory', 512n, undefined],
  ['memoryMib', 'go', 'default_memory', 0, `a whole number from 256 to ${UINT32}`],
  ['memoryMib', 'go', 'default_memory', '512', 'a whole number'],
  ['memoryMib', 'go', 'default_memory', -1, `a whole number from 256 to ${UINT32}`],
  ['defaultVcpus', 'go', 'default_vcpus', true, 'a number'],
  ['defaultVcpus', 'go', 'default_vcpus', 0, undefined],
  ['defaultVcpus', 'rust', 'default_vcpus', 0.5, undefined],
  // A negative number stands for all CPUs of the node, in the runtime in Go alone.
  ['defaultVcpus', 'go', 'default_vcpus', -1, undefined],
  ['defaultVcpus', 'rust', 'default_vcpus', -1, 'a number from 0.1 to 1024'],
  ['maxVcpus', 'go', 'default_maxvcpus', 0, undefined],
  ['maxVcpus', 'go', 'default_maxvcpus', -1, 'a whole number from 1 to 1024'],
  ['maxVcpus', 'go', 'default_maxvcpus', Number.POSITIVE_INFINITY, 'a whole number from 1 to 1024'],
  ['memorySlots', 'go', 'memory_slots', 0, 'a whole number from 1 to 1024'],
  ['agentKernelModules', 'go', 'kernel_modules', ['xfs'], undefined],
  ['agentKernelModules', 'go', 'kernel_modules', [], undefined],
  ['agentKernelModules', 'go', 'kernel_modules', 'xfs', 'a list of strings'],
  ['agentKernelModules', 'go', 'kernel_modules', ['xfs', 1], 'a list of strings'],
  ['vfioMode', 'go', 'vfio_mode', 'vfio', undefined],
  ['vfioMode', 'go', 'vfio_mode', '', undefined],
  ['vfioMode', 'go', 'vfio_mode', 'vdpa', 'one of vfio, guest-kernel'],
  ['vfioMode', 'go', 'vfio_mode', 1, 'a string'],
  ['machineType', 'go', 'machine_type', 'anything', undefined],
  // Files of Go take what its annotations do not.
  ['sharedFs', 'go', 'shared_fs', 'none', undefined],
  ['sharedFs', 'go', 'shared_fs', 'inline-virtio-fs', 'one of virtio-fs, virtio-9p, virtio-fs-nydus, none'],
  ['sharedFs', 'rust', 'shared_fs', 'inline-virtio-fs', undefined],
])('key of %s for %s: %s = %p, problem: %p', (option, runtime, key, value, problem) => {
  expect(fileValueProblem(settingOf(option), runtime, key, value)).toBe(problem);
});

test('lists of allowed annotations hold settings of the hypervisor alone', () => {
  for (const runtime of ['go', 'rust'] as const) {
    const names = hypervisorAnnotations(runtime);
    expect(names).toEqual(expect.arrayContaining(['default_memory', 'kernel', 'virtio_fs_extra_args']));
    expect(names.filter((name) => ['vfio_mode', 'kernel_modules', 'sandbox_cgroup_only'].includes(name))).toEqual([]);
    expect(names.filter((name) => !/^[a-z0-9_.]+$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  }
  expect(hypervisorAnnotations('go')).toContain('hot_plug_vfio');
  expect(hypervisorAnnotations('rust')).not.toContain('hot_plug_vfio');
});
