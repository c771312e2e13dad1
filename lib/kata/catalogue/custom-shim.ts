import type { FromJson } from '../../contract/from-json';
import type { KataReleaseData, ShimConfigurationData, ShimData } from '../../data/kata/release-data';
import { FindingsError } from '../../validation/finding';
import { isQuantity } from '../../validation/kubernetes-names';
import { KataArchitecture } from './kata-architecture';
import type { KataShim } from './kata-shim';
import { badCustomShim } from './messages';

/** The language that a runtime is written in, which decides what settings it reads and how it sizes a VM. */
export enum KataRuntimeLanguage {
  /** Go. Deprecated upstream since 4.0. */
  GO = 'go',
  /** Rust. */
  RUST = 'rust',
}

/** The program that runs a shim's VMs. A release has some of them. */
export enum KataHypervisor {
  /** @see https://www.qemu.org */
  QEMU = 'qemu',
  /** @see https://www.cloudhypervisor.org */
  CLOUD_HYPERVISOR = 'cloud-hypervisor',
  /** A library of the runtime in Rust. */
  DRAGONBALL = 'dragonball',
  /** @see https://firecracker-microvm.github.io */
  FIRECRACKER = 'firecracker',
  /** @see https://openvmm.dev */
  OPENVMM = 'openvmm',
  /** Until 3.22. */
  STRATOVIRT = 'stratovirt',
  /** VMs outside the node, through a cloud adaptor. */
  REMOTE = 'remote',
}

/** Overhead of a shim's RuntimeClass. */
export interface CustomShimOverhead {
  /** CPU, such as `250m`. */
  readonly cpu: string;

  /** Memory, such as `320Mi`. */
  readonly memory: string;
}

/** What the library has to know of a shim that a fork of Kata added or changed. */
export interface CustomShimSettings {
  /** The language of its runtime. */
  readonly runtime: FromJson<KataRuntimeLanguage>;

  /** Its hypervisor, one that the base has. */
  readonly hypervisor: FromJson<KataHypervisor>;

  /** Architectures that it is built for. */
  readonly architectures: readonly FromJson<KataArchitecture>[];

  /** Overhead of its RuntimeClass. */
  readonly overhead: CustomShimOverhead;

  /**
   * Section of its configuration file, as in `[hypervisor.qemu]`.
   *
   * @default - that of the base's shim with the same runtime and hypervisor
   */
  readonly configurationSection?: string;

  /**
   * Whether its guests see directories of the node (`shared_fs`).
   *
   * @default - as the base's shim with the same runtime and hypervisor
   */
  readonly sharesDirectories?: boolean;

  /**
   * Whether a VM has its size from the start (`static_sandbox_resource_mgmt`).
   *
   * @default - as the base's shim with the same runtime and hypervisor
   */
  readonly staticSizing?: boolean;

  /**
   * Memory in MiB of a VM whose pod has no limits (`default_memory`).
   *
   * @default - that of the base's shim with the same runtime and hypervisor
   */
  readonly defaultMemoryMib?: number;

  /**
   * vCPUs of a VM whose pod has no limits (`default_vcpus`).
   *
   * @default - those of the base's shim with the same runtime and hypervisor
   */
  readonly defaultVcpus?: number;

  /**
   * Memory in MiB of the guest beside the pod's limits (`overhead_memory`), with the runtime in Rust.
   *
   * @default - that of the base's shim with the same runtime and hypervisor
   */
  readonly overheadMemoryMib?: number;

  /**
   * vCPUs of the guest beside the pod's limits (`overhead_vcpus`), with the runtime in Rust.
   *
   * @default - those of the base's shim with the same runtime and hypervisor
   */
  readonly overheadVcpus?: number;

  /**
   * Settings of the hypervisor that it takes from every pod as annotations (`enable_annotations`).
   *
   * @default - those of the base's shim with the same runtime and hypervisor
   */
  readonly allowedAnnotations?: readonly string[];

  /**
   * containerd snapshotter that it cannot work without.
   *
   * @default - that of the base's shim with the same runtime and hypervisor
   */
  readonly snapshotter?: string;
}

/** A shim that a fork of Kata added or changed. */
export interface CustomKataShim extends CustomShimSettings {
  /** The shim: `KataShim.of('acme')`. kata-deploy of the fork must know it by this name. */
  readonly shim: KataShim;
}

/** A shim of a fork of Kata, as plain data. */
export interface CustomShimAttributes extends CustomShimSettings {
  /** Name of the shim, such as `acme`. */
  readonly name: string;
}

/** The row of a custom shim, or what is wrong with it. */
export function customShimData(custom: CustomKataShim, base: KataReleaseData): ShimData {
  const { shim, runtime, hypervisor, architectures, overhead } = custom;
  const refuse = (field: string, value: unknown, expected: string): never => {
    throw new FindingsError([badCustomShim(shim.name, field, value, expected)]);
  };
  if (!Object.hasOwn(base.hypervisors, hypervisor)) {
    refuse('hypervisor', hypervisor, `one that Kata ${base.version} has: ${Object.keys(base.hypervisors).join(', ')}`);
  }
  const model = plainShim(base, runtime, hypervisor);
  if (model === undefined) {
    return refuse('runtime', runtime, `the language of a shim with ${hypervisor} in Kata ${base.version}`);
  }
  if (architectures.length === 0) refuse('architectures', '', `some of ${Object.values(KataArchitecture).join(', ')}`);
  for (const resource of ['cpu', 'memory'] as const) {
    if (!isQuantity(overhead[resource])) refuse(`overhead.${resource}`, overhead[resource], 'a Kubernetes quantity');
  }
  for (const field of ['defaultMemoryMib', 'overheadMemoryMib'] as const) {
    const value = custom[field];
    if (value !== undefined && !(Number.isInteger(value) && value >= 0)) refuse(field, value, 'a whole number of MiB');
  }
  for (const field of ['defaultVcpus', 'overheadVcpus'] as const) {
    const value = custom[field];
    if (value !== undefined && !(value >= 0)) refuse(field, value, 'a number from 0 on');
  }
  const snapshotter = custom.snapshotter ?? model.snapshotter;
  return {
    runtime: runtime as KataRuntimeLanguage,
    hypervisor,
    architectures,
    overhead,
    configuration: configurationOf(custom, model.configuration),
    allowedAnnotations: custom.allowedAnnotations ?? model.allowedAnnotations,
    ...(snapshotter !== undefined && { snapshotter }),
  };
}

/** The shim of a release with a runtime and a hypervisor that needs nothing special: the one with the shortest name. */
function plainShim(base: KataReleaseData, runtime: string, hypervisor: string): ShimData | undefined {
  return Object.entries(base.shims)
    .filter(([, data]) => data.runtime === runtime && data.hypervisor === hypervisor)
    .sort(([one], [other]) => one.length - other.length)[0]?.[1];
}

function configurationOf(custom: CustomKataShim, model: ShimConfigurationData): ShimConfigurationData {
  const { sharesDirectories } = custom;
  const shared = sharesDirectories ?? model.sharedFs !== 'none';
  return {
    ...model,
    section: custom.configurationSection ?? model.section,
    sharedFs: shared ? (model.sharedFs === 'none' ? 'virtio-fs' : model.sharedFs) : 'none',
    staticSizing: custom.staticSizing ?? model.staticSizing,
    defaultMemoryMib: custom.defaultMemoryMib ?? model.defaultMemoryMib,
    defaultVcpus: custom.defaultVcpus ?? model.defaultVcpus,
    ...(model.sizing === 'limits-and-overhead' && {
      overheadMemoryMib: custom.overheadMemoryMib ?? model.overheadMemoryMib,
      overheadVcpus: custom.overheadVcpus ?? model.overheadVcpus,
    }),
  };
}
