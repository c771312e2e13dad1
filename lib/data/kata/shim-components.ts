/**
 * The archives of which kata-deploy's image takes a shim's files, by shim and architecture. Only those of installed shims are
 * put onto a node.
 *
 * Source: `tools/packaging/kata-deploy/shim-components.json` at tag 4.1.0.
 */
export const SHIM_COMPONENTS: {
  readonly [shim: string]: { readonly [architecture: string]: readonly string[] };
} = {
  qemu: {
    amd64: ['shim-v2-go', 'qemu', 'virtiofsd', 'nydus', 'kernel', 'kernel-debug', 'rootfs-image', 'rootfs-initrd'],
    arm64: [
      'shim-v2-go',
      'qemu',
      'virtiofsd',
      'nydus',
      'kernel',
      'kernel-debug',
      'rootfs-image',
      'rootfs-initrd',
      'ovmf',
    ],
    s390x: ['shim-v2-go', 'qemu', 'virtiofsd', 'kernel', 'rootfs-image', 'rootfs-initrd'],
    ppc64le: ['shim-v2-go', 'qemu', 'virtiofsd', 'kernel', 'rootfs-initrd'],
  },
  'qemu-runtime-rs': {
    amd64: ['shim-v2-rust', 'qemu', 'virtiofsd', 'nydus', 'kernel', 'kernel-debug', 'rootfs-image', 'rootfs-initrd'],
    arm64: [
      'shim-v2-rust',
      'qemu',
      'virtiofsd',
      'nydus',
      'kernel',
      'kernel-debug',
      'rootfs-image',
      'rootfs-initrd',
      'ovmf',
    ],
    s390x: ['shim-v2-rust', 'qemu', 'virtiofsd', 'kernel', 'rootfs-image', 'rootfs-initrd'],
    ppc64le: ['shim-v2-rust', 'qemu', 'virtiofsd', 'kernel', 'rootfs-initrd'],
  },
  'qemu-snp': {
    amd64: ['shim-v2-go', 'qemu', 'kernel', 'rootfs-image-confidential', 'ovmf-sev'],
  },
  'qemu-snp-runtime-rs': {
    amd64: ['shim-v2-rust', 'qemu', 'kernel', 'rootfs-image', 'rootfs-image-coco-extension', 'ovmf-sev'],
  },
  'qemu-tdx': {
    amd64: ['shim-v2-go', 'qemu', 'kernel', 'rootfs-image-confidential', 'ovmf-tdx'],
  },
  'qemu-tdx-runtime-rs': {
    amd64: ['shim-v2-rust', 'qemu', 'kernel', 'rootfs-image', 'rootfs-image-coco-extension', 'ovmf-tdx'],
  },
  'qemu-se': {
    s390x: ['shim-v2-go', 'qemu', 'virtiofsd', 'kernel', 'rootfs-initrd-confidential', 'boot-image-se'],
  },
  'qemu-se-runtime-rs': {
    s390x: [
      'shim-v2-rust',
      'qemu',
      'virtiofsd',
      'kernel',
      'rootfs-initrd',
      'rootfs-image-coco-extension',
      'boot-image-se-runtime-rs',
    ],
  },
  'qemu-nvidia-gpu': {
    amd64: ['shim-v2-go', 'qemu', 'virtiofsd', 'kernel-nvidia-gpu', 'rootfs-image-nvidia-gpu', 'ovmf'],
  },
  'qemu-nvidia-gpu-runtime-rs': {
    amd64: [
      'shim-v2-rust',
      'qemu-no-shared-fs',
      'kernel-nvidia-gpu',
      'rootfs-image-nvidia',
      'rootfs-image-nvidia-gpu-extension',
      'ovmf',
    ],
  },
  'qemu-nvidia-cpu': {
    amd64: ['shim-v2-go', 'qemu', 'virtiofsd', 'kernel-nvidia-gpu', 'rootfs-image-nvidia'],
    arm64: ['shim-v2-go', 'qemu', 'virtiofsd', 'kernel-nvidia-gpu', 'rootfs-image-nvidia'],
  },
  'qemu-nvidia-cpu-runtime-rs': {
    amd64: ['shim-v2-rust', 'qemu-no-shared-fs', 'kernel-nvidia-gpu', 'rootfs-image-nvidia'],
    arm64: ['shim-v2-rust', 'qemu-no-shared-fs', 'kernel-nvidia-gpu', 'rootfs-image-nvidia'],
  },
  'qemu-nvidia-gpu-snp': {
    amd64: [
      'shim-v2-go',
      'qemu-snp-experimental',
      'kernel-nvidia-gpu',
      'rootfs-image-nvidia-gpu-confidential',
      'ovmf-sev',
    ],
  },
  'qemu-nvidia-gpu-snp-runtime-rs': {
    amd64: [
      'shim-v2-rust',
      'qemu-snp-experimental',
      'kernel-nvidia-gpu',
      'rootfs-image-nvidia',
      'rootfs-image-nvidia-gpu-extension',
      'rootfs-image-coco-extension',
      'ovmf-sev',
    ],
  },
  'qemu-nvidia-gpu-tdx': {
    amd64: [
      'shim-v2-go',
      'qemu-tdx-experimental',
      'kernel-nvidia-gpu',
      'rootfs-image-nvidia-gpu-confidential',
      'ovmf-tdx',
    ],
  },
  'qemu-nvidia-gpu-tdx-runtime-rs': {
    amd64: [
      'shim-v2-rust',
      'qemu-tdx-experimental',
      'kernel-nvidia-gpu',
      'rootfs-image-nvidia',
      'rootfs-image-nvidia-gpu-extension',
      'rootfs-image-coco-extension',
      'ovmf-tdx',
    ],
  },
  'qemu-coco-dev': {
    amd64: ['shim-v2-go', 'qemu', 'kernel', 'kernel-debug', 'rootfs-image-confidential'],
    s390x: ['shim-v2-go', 'qemu', 'kernel', 'rootfs-image-confidential'],
  },
  'qemu-coco-dev-runtime-rs': {
    amd64: ['shim-v2-rust', 'qemu', 'kernel', 'kernel-debug', 'rootfs-image', 'rootfs-image-coco-extension'],
    arm64: ['shim-v2-rust', 'qemu', 'kernel', 'kernel-debug', 'rootfs-image', 'rootfs-image-coco-extension', 'ovmf'],
    s390x: ['shim-v2-rust', 'qemu', 'kernel', 'rootfs-image', 'rootfs-image-coco-extension'],
  },
  clh: {
    amd64: [
      'shim-v2-go',
      'cloud-hypervisor',
      'virtiofsd',
      'nydus',
      'kernel',
      'kernel-debug',
      'rootfs-image',
      'rootfs-initrd',
    ],
    arm64: [
      'shim-v2-go',
      'cloud-hypervisor',
      'virtiofsd',
      'nydus',
      'kernel',
      'kernel-debug',
      'rootfs-image',
      'rootfs-initrd',
    ],
  },
  'clh-azure': {
    amd64: ['shim-v2-go', 'cloud-hypervisor', 'virtiofsd', 'kernel', 'kernel-debug', 'rootfs-image-mariner'],
  },
  'clh-runtime-rs': {
    amd64: [
      'shim-v2-rust',
      'cloud-hypervisor',
      'virtiofsd',
      'nydus',
      'kernel',
      'kernel-debug',
      'rootfs-image',
      'rootfs-initrd',
    ],
    arm64: [
      'shim-v2-rust',
      'cloud-hypervisor',
      'virtiofsd',
      'nydus',
      'kernel',
      'kernel-debug',
      'rootfs-image',
      'rootfs-initrd',
    ],
  },
  'clh-azure-runtime-rs': {
    amd64: ['shim-v2-rust', 'cloud-hypervisor', 'virtiofsd', 'kernel', 'kernel-debug', 'rootfs-image-mariner'],
  },
  'openvmm-azure-runtime-rs': {
    amd64: ['shim-v2-rust', 'openvmm', 'virtiofsd', 'kernel', 'kernel-debug', 'rootfs-image-mariner'],
  },
  dragonball: {
    amd64: ['shim-v2-rust', 'virtiofsd', 'nydus', 'kernel-dragonball-experimental', 'rootfs-image', 'rootfs-initrd'],
    arm64: ['shim-v2-rust', 'virtiofsd', 'nydus', 'kernel-dragonball-experimental', 'rootfs-image', 'rootfs-initrd'],
  },
  fc: {
    amd64: ['shim-v2-go', 'firecracker', 'kernel', 'kernel-debug', 'rootfs-image', 'rootfs-initrd'],
    arm64: ['shim-v2-go', 'firecracker', 'kernel', 'kernel-debug', 'rootfs-image', 'rootfs-initrd'],
  },
  remote: {
    amd64: ['shim-v2-go'],
    ppc64le: ['shim-v2-go'],
    s390x: ['shim-v2-go'],
  },
};
