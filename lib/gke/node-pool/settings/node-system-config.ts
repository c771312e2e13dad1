import type {
  ContainerNodePoolNodeConfigKubeletConfig,
  ContainerNodePoolNodeConfigLinuxNodeConfig,
} from '@cdktf/provider-google/lib/container-node-pool';
import { type IResolvable, Token } from 'cdktf';
import { NODE_SYSCTLS } from '../../../data/google/node-sysctls';
import type { Finding } from '../../../validation/finding';
import { nearest } from '../../../validation/nearest';
import { mapOrToken, textOrToken } from '../../project/values';
import { NODE_POOL_RULES } from '../messages';

/** CPU manager policy of the kubelet. */
export enum CpuManagerPolicy {
  /** Containers share all CPUs. */
  NONE = 'none',
  /** Containers of Guaranteed pods that ask for whole CPUs get exclusive ones. */
  STATIC = 'static',
}

/**
 * Settings of the kubelet.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/node-system-config
 */
export interface KubeletSettings {
  /**
   * CPU manager policy.
   *
   * @default CpuManagerPolicy.NONE
   */
  readonly cpuManagerPolicy?: CpuManagerPolicy | IResolvable;

  /**
   * Maximum number of processes in a pod: 1024 to 4194304.
   *
   * @default 4096
   */
  readonly podPidsLimit?: number;

  /**
   * Images that are pulled in parallel: 2 to 5.
   *
   * @default - 2 or 3, by the type of the boot disk
   */
  readonly maxParallelImagePulls?: number;

  /**
   * Size at which a container's log file is rotated: 10Mi to 500Mi.
   *
   * @default '10Mi'
   */
  readonly containerLogMaxSize?: string;

  /**
   * Log files that are kept for a container: 2 to 10.
   *
   * @default 5
   */
  readonly containerLogMaxFiles?: number;
}

/**
 * Settings of the Linux kernel of the nodes.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/node-system-config
 */
export interface LinuxSettings {
  /**
   * Kernel parameters, such as `'net.core.somaxconn': '4096'`.
   *
   * @default - those of the node image
   */
  readonly sysctls?: { readonly [parameter: string]: string } | IResolvable;

  /**
   * Number of huge pages of 2 MiB that are reserved, such as for the memory of guests.
   *
   * @default 0
   */
  readonly hugepages2Mi?: number;

  /**
   * Number of huge pages of 1 GiB that are reserved.
   *
   * @default 0
   */
  readonly hugepages1Gi?: number;
}

const LOG_SIZE = /^(\d+)(Ki|Mi)$/;
const MIB_OF = { Ki: 1 / 1024, Mi: 1 };

const bad = (field: string, value: unknown, range: string): Finding =>
  NODE_POOL_RULES.nodeSettings.find('', `${field} '${String(value)}' is not ${range}`, `write ${range}`);

function outOfRange(field: string, value: number | undefined, low: number, high: number): Finding[] {
  if (value === undefined || Token.isUnresolved(value)) return [];
  if (Number.isInteger(value) && value >= low && value <= high) return [];
  return [bad(field, value, `a whole number from ${low} to ${high}`)];
}

/**
 * What GKE would not take of the settings of the kubelet.
 *
 * @param kubelet the settings
 */
export function validateKubelet(kubelet: KubeletSettings = {}): Finding[] {
  const { containerLogMaxSize: size } = kubelet;
  const mebibytes = size === undefined || Token.isUnresolved(size) ? 10 : mebibytesOf(size);
  return [
    ...outOfRange('kubelet.podPidsLimit', kubelet.podPidsLimit, 1024, 4_194_304),
    ...outOfRange('kubelet.maxParallelImagePulls', kubelet.maxParallelImagePulls, 2, 5),
    ...outOfRange('kubelet.containerLogMaxFiles', kubelet.containerLogMaxFiles, 2, 10),
    ...(mebibytes < 10 || mebibytes > 500 ? [bad('kubelet.containerLogMaxSize', size, '10Mi to 500Mi')] : []),
  ];
}

/** The mebibytes of a size of log files; 0 for a text that is not one. */
function mebibytesOf(size: string): number {
  const [, number, unit] = LOG_SIZE.exec(size) ?? [];
  return unit === undefined ? 0 : Number(number) * MIB_OF[unit as keyof typeof MIB_OF];
}

/**
 * What GKE would not take of the settings of the kernel.
 *
 * @param linux the settings
 */
export function validateLinux(linux: LinuxSettings = {}): Finding[] {
  return [
    ...outOfRange('linux.hugepages2Mi', linux.hugepages2Mi, 0, 1_000_000),
    ...outOfRange('linux.hugepages1Gi', linux.hugepages1Gi, 0, 10_000),
  ];
}

/**
 * Whether kernel parameters are on the recorded list, and their values in range. The list ages, so that a program may know
 * better.
 *
 * @param linux the settings
 */
export function validateSysctls({ sysctls = {} }: LinuxSettings = {}): Finding[] {
  if (Token.isUnresolved(sysctls)) return [];
  return Object.entries(sysctls).flatMap(([parameter, value]) => validateSysctl(parameter, value));
}

function validateSysctl(parameter: string, value: string): Finding[] {
  if (Token.isUnresolved(value)) return [];
  const field = `linux.sysctls['${parameter}']`;
  if (!Object.hasOwn(NODE_SYSCTLS, parameter)) {
    const near = nearest(parameter, Object.keys(NODE_SYSCTLS));
    const fix =
      near === undefined ? 'remove it; nodes take a list of parameters, see node-sysctls.ts' : `write ${near}`;
    return [NODE_POOL_RULES.sysctl.find('', `${field} is not a parameter that GKE sets`, fix)];
  }
  const range = NODE_SYSCTLS[parameter];
  if (range === undefined)
    return /^\d+([ \t]+\d+)*$/.test(value) ? [] : [bad(field, value, 'a whole number, or several')];
  const [low, high] = range;
  const isGood = /^\d+$/.test(value) && Number(value) >= low && Number(value) <= high;
  return isGood ? [] : [bad(field, value, `a whole number from ${low} to ${high}`)];
}

/**
 * Whether huge pages leave memory to the node: GKE lets them take 60 % of it, and 80 % of 30 GB or more.
 *
 * @param linux settings of the kernel
 * @param memoryGb memory of the machine type; undefined when it is not known
 */
export function validateHugepages(linux: LinuxSettings = {}, memoryGb?: number): Finding[] {
  const { hugepages2Mi = 0, hugepages1Gi = 0 } = linux;
  if (memoryGb === undefined || Token.isUnresolved(hugepages2Mi) || Token.isUnresolved(hugepages1Gi)) return [];
  const gb = hugepages1Gi + hugepages2Mi / 512;
  const most = memoryGb * (memoryGb < 30 ? 0.6 : 0.8);
  if (gb <= most) return [];
  const message = `the huge pages take ${Math.ceil(gb)} GB, and GKE lets them take ${Math.floor(most)} of ${memoryGb} GB`;
  return [NODE_POOL_RULES.hugepages.find('', message)];
}

/**
 * The block of the kubelet.
 *
 * @param kubelet the settings
 */
export function kubeletConfig(kubelet: KubeletSettings = {}): ContainerNodePoolNodeConfigKubeletConfig {
  return {
    // The provider sends false when this is left out, and no CPU limit is enforced then; Kata sizes guests by them.
    cpuCfsQuota: true,
    cpuManagerPolicy: kubelet.cpuManagerPolicy && textOrToken(kubelet.cpuManagerPolicy),
    insecureKubeletReadonlyPortEnabled: 'FALSE',
    podPidsLimit: kubelet.podPidsLimit ?? 4096,
    maxParallelImagePulls: kubelet.maxParallelImagePulls,
    containerLogMaxSize: kubelet.containerLogMaxSize,
    containerLogMaxFiles: kubelet.containerLogMaxFiles,
  };
}

/**
 * The block of the kernel.
 *
 * @param linux the settings
 */
export function linuxNodeConfig(linux: LinuxSettings = {}): ContainerNodePoolNodeConfigLinuxNodeConfig {
  const { sysctls, hugepages2Mi, hugepages1Gi } = linux;
  const pages = hugepages2Mi || hugepages1Gi;
  return {
    cgroupMode: 'CGROUP_MODE_V2',
    sysctls: sysctls && mapOrToken(sysctls),
    hugepagesConfig: pages ? { hugepageSize2M: hugepages2Mi, hugepageSize1G: hugepages1Gi } : undefined,
  };
}
