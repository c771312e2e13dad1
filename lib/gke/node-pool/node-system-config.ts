import type {
  ContainerNodePoolNodeConfigKubeletConfig,
  ContainerNodePoolNodeConfigLinuxNodeConfig,
} from '@cdktf/provider-google/lib/container-node-pool';
import { badNodeSetting } from './messages';

/** How the kubelet gives CPUs to containers. */
export enum CpuManagerPolicy {
  /** Every container may run on every CPU. */
  NONE = 'none',
  /** Containers of guaranteed pods with whole CPUs get CPUs of their own. */
  STATIC = 'static',
}

/**
 * Settings of the kubelet.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/node-system-config
 */
export interface KubeletSettings {
  /**
   * How the kubelet gives CPUs to containers.
   *
   * @default CpuManagerPolicy.NONE
   */
  readonly cpuManagerPolicy?: CpuManagerPolicy;

  /**
   * Most processes of a pod: 1024 to 4194304.
   *
   * @default 4096
   */
  readonly podPidsLimit?: number;

  /**
   * Images that are pulled at a time: 2 to 5.
   *
   * @default - GKE's
   */
  readonly maxParallelImagePulls?: number;

  /**
   * Largest size of a container's log file, such as `50Mi`: 10Mi to 500Mi.
   *
   * @default - GKE's
   */
  readonly containerLogMaxSize?: string;

  /**
   * Log files of a container: 2 to 10.
   *
   * @default - GKE's
   */
  readonly containerLogMaxFiles?: number;
}

/**
 * Settings of the nodes' kernel.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/node-system-config
 */
export interface LinuxSettings {
  /**
   * Kernel parameters, such as `net.core.somaxconn: '4096'`.
   *
   * @default - GKE's
   */
  readonly sysctls?: { readonly [parameter: string]: string };

  /**
   * Huge pages of 2 MiB that are set aside, for guests whose memory they back.
   *
   * @default 0
   */
  readonly hugepages2Mi?: number;

  /**
   * Huge pages of 1 GiB that are set aside.
   *
   * @default 0
   */
  readonly hugepages1Gi?: number;
}

const MIB = /^(\d+)Mi$/;

function inRange(field: string, value: number | undefined, low: number, high: number): void {
  if (value === undefined) return;
  if (!(Number.isInteger(value) && value >= low && value <= high)) {
    throw new Error(badNodeSetting(field, value, `a whole number from ${low} to ${high}`));
  }
}

/**
 * The block of the pool.
 *
 * @throws for a value out of its range
 */
export function kubeletConfig(kubelet: KubeletSettings = {}): ContainerNodePoolNodeConfigKubeletConfig {
  const { podPidsLimit = 4096, containerLogMaxSize: size } = kubelet;
  const policies: string[] = Object.values(CpuManagerPolicy);
  const { cpuManagerPolicy: policy } = kubelet;
  if (policy !== undefined && !policies.includes(policy)) {
    throw new Error(badNodeSetting('kubelet.cpuManagerPolicy', policy, policies.join(' or ')));
  }
  inRange('kubelet.podPidsLimit', podPidsLimit, 1024, 4_194_304);
  inRange('kubelet.maxParallelImagePulls', kubelet.maxParallelImagePulls, 2, 5);
  inRange('kubelet.containerLogMaxFiles', kubelet.containerLogMaxFiles, 2, 10);
  const mebibytes = size === undefined ? 10 : Number(MIB.exec(size)?.[1] ?? 0);
  if (mebibytes < 10 || mebibytes > 500)
    throw new Error(badNodeSetting('kubelet.containerLogMaxSize', size, '10Mi to 500Mi'));
  return {
    // The provider sends false when this is left out, and no CPU limit is enforced then; Kata sizes guests by them.
    cpuCfsQuota: true,
    cpuManagerPolicy: kubelet.cpuManagerPolicy,
    insecureKubeletReadonlyPortEnabled: 'FALSE',
    podPidsLimit,
    maxParallelImagePulls: kubelet.maxParallelImagePulls,
    containerLogMaxSize: size,
    containerLogMaxFiles: kubelet.containerLogMaxFiles,
  };
}

/**
 * The block of the pool.
 *
 * @throws for a parameter that is none, and for a value out of its range
 */
export function linuxNodeConfig(linux: LinuxSettings = {}): ContainerNodePoolNodeConfigLinuxNodeConfig {
  const { sysctls, hugepages2Mi, hugepages1Gi } = linux;
  inRange('linux.hugepages2Mi', hugepages2Mi, 0, 1_000_000);
  inRange('linux.hugepages1Gi', hugepages1Gi, 0, 10_000);
  for (const [parameter, value] of Object.entries(sysctls ?? {})) {
    if (!/^(net|kernel|vm|fs)(\.[a-z0-9_*]+)+$/.test(parameter) || typeof value !== 'string') {
      throw new Error(
        badNodeSetting(`linux.sysctls.${parameter}`, value, 'a parameter of net, kernel, vm or fs with text as value'),
      );
    }
  }
  const pages = hugepages2Mi || hugepages1Gi;
  return {
    cgroupMode: 'CGROUP_MODE_V2',
    sysctls: sysctls && { ...sysctls },
    hugepagesConfig: pages ? { hugepageSize2M: hugepages2Mi, hugepageSize1G: hugepages1Gi } : undefined,
  };
}
