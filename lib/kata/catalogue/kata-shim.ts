import { isShimName } from '../../contract/node-labels';
import { FindingsError } from '../../validation/finding';
import { badShimName } from './messages';

/**
 * A shim of Kata Containers: a runtime together with the hypervisor that it drives. Its RuntimeClass and its handler in
 * containerd are called `kata-<name>`.
 *
 * Shims with `RUNTIME_RS` in their name, and Dragonball, are of the runtime that is written in Rust; the others are of
 * the one in Go, which upstream deprecated in 4.0.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/main/docs/design/virtualization.md
 *
 * @example
 * new KataRuntime(app, 'kata', { shims: [KataShim.QEMU_RUNTIME_RS, KataShim.of('clh-runtime-rs')] });
 */
export class KataShim {
  /** Cloud Hypervisor, Go runtime. */
  public static readonly CLH = new KataShim('clh');
  /** Cloud Hypervisor on the hypervisor of Azure hosts, Go runtime. */
  public static readonly CLH_AZURE = new KataShim('clh-azure');
  /** Cloud Hypervisor on the hypervisor of Azure hosts, Rust runtime. */
  public static readonly CLH_AZURE_RUNTIME_RS = new KataShim('clh-azure-runtime-rs');
  /** Cloud Hypervisor, Rust runtime. */
  public static readonly CLH_RUNTIME_RS = new KataShim('clh-runtime-rs');
  /** Cloud Hypervisor, Rust runtime, as it was called until 3.29. */
  public static readonly CLOUD_HYPERVISOR = new KataShim('cloud-hypervisor');
  /** Dragonball, the hypervisor inside the Rust runtime. */
  public static readonly DRAGONBALL = new KataShim('dragonball');
  /** Firecracker, Go runtime. Needs the devmapper snapshotter on its nodes. */
  public static readonly FIRECRACKER = new KataShim('fc');
  /** OpenVMM on Azure hosts, Rust runtime. */
  public static readonly OPENVMM_AZURE_RUNTIME_RS = new KataShim('openvmm-azure-runtime-rs');
  /** QEMU, Go runtime. */
  public static readonly QEMU = new KataShim('qemu');
  /** QEMU for developing confidential containers without the hardware, Go runtime. */
  public static readonly QEMU_COCO_DEV = new KataShim('qemu-coco-dev');
  /** QEMU for developing confidential containers without the hardware, Rust runtime. */
  public static readonly QEMU_COCO_DEV_RUNTIME_RS = new KataShim('qemu-coco-dev-runtime-rs');
  /** QEMU with NVIDIA's guest image and no GPU, Go runtime. */
  public static readonly QEMU_NVIDIA_CPU = new KataShim('qemu-nvidia-cpu');
  /** QEMU with NVIDIA's guest image and no GPU, Rust runtime. */
  public static readonly QEMU_NVIDIA_CPU_RUNTIME_RS = new KataShim('qemu-nvidia-cpu-runtime-rs');
  /** QEMU with NVIDIA GPUs, Go runtime. */
  public static readonly QEMU_NVIDIA_GPU = new KataShim('qemu-nvidia-gpu');
  /** QEMU with NVIDIA GPUs, Rust runtime. */
  public static readonly QEMU_NVIDIA_GPU_RUNTIME_RS = new KataShim('qemu-nvidia-gpu-runtime-rs');
  /** QEMU with NVIDIA GPUs and AMD SEV-SNP, Go runtime. */
  public static readonly QEMU_NVIDIA_GPU_SNP = new KataShim('qemu-nvidia-gpu-snp');
  /** QEMU with NVIDIA GPUs and AMD SEV-SNP, Rust runtime. */
  public static readonly QEMU_NVIDIA_GPU_SNP_RUNTIME_RS = new KataShim('qemu-nvidia-gpu-snp-runtime-rs');
  /** QEMU with NVIDIA GPUs and Intel TDX, Go runtime. */
  public static readonly QEMU_NVIDIA_GPU_TDX = new KataShim('qemu-nvidia-gpu-tdx');
  /** QEMU with NVIDIA GPUs and Intel TDX, Rust runtime. */
  public static readonly QEMU_NVIDIA_GPU_TDX_RUNTIME_RS = new KataShim('qemu-nvidia-gpu-tdx-runtime-rs');
  /** QEMU, Rust runtime. The default of Kata 4. */
  public static readonly QEMU_RUNTIME_RS = new KataShim('qemu-runtime-rs');
  /** QEMU with IBM Secure Execution, Go runtime. */
  public static readonly QEMU_SE = new KataShim('qemu-se');
  /** QEMU with IBM Secure Execution, Rust runtime. */
  public static readonly QEMU_SE_RUNTIME_RS = new KataShim('qemu-se-runtime-rs');
  /** QEMU with AMD SEV, Go runtime, until 3.18. */
  public static readonly QEMU_SEV = new KataShim('qemu-sev');
  /** QEMU with AMD SEV-SNP, Go runtime. */
  public static readonly QEMU_SNP = new KataShim('qemu-snp');
  /** QEMU with AMD SEV-SNP, Rust runtime. */
  public static readonly QEMU_SNP_RUNTIME_RS = new KataShim('qemu-snp-runtime-rs');
  /** QEMU with Intel TDX, Go runtime. */
  public static readonly QEMU_TDX = new KataShim('qemu-tdx');
  /** QEMU with Intel TDX, Rust runtime. */
  public static readonly QEMU_TDX_RUNTIME_RS = new KataShim('qemu-tdx-runtime-rs');
  /** VMs outside the node, through a cloud adaptor (peer pods). */
  public static readonly REMOTE = new KataShim('remote');
  /** StratoVirt, Go runtime, until 3.22. */
  public static readonly STRATOVIRT = new KataShim('stratovirt');

  /**
   * A shim by its name, such as one that a fork of Kata adds with `KataRelease.custom()`.
   *
   * @param name name without the prefix `kata-`, such as `clh`
   * @throws when the name cannot be part of a RuntimeClass's name
   */
  public static of(name: string): KataShim {
    if (typeof name !== 'string' || !isShimName(name)) throw new FindingsError([badShimName(name)]);
    return new KataShim(name);
  }

  private constructor(
    /** Name as kata-deploy knows it, such as `qemu-runtime-rs`. */
    public readonly name: string,
  ) {}

  /** Handler in containerd's configuration, and name of the RuntimeClass: `kata-<name>`. */
  public get handler(): string {
    return `kata-${this.name}`;
  }

  /** The shim's name. */
  public toString(): string {
    return this.name;
  }
}
