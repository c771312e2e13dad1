/** Architectures, as Kubernetes calls them. */
export enum KataArchitecture {
  /** x86-64. */
  AMD64 = 'amd64',
  /** 64-bit Arm. */
  ARM64 = 'arm64',
  /** 64-bit Power, little-endian. */
  PPC64LE = 'ppc64le',
  /** IBM Z. */
  S390X = 's390x',
}
