import type { StartupTaint, Toleration } from '../../contract/placement';
import type { IRuntimeClass } from '../../sandbox/runtime-class';
import type { SandboxTarget } from '../../sandbox/workload/sandbox-target';
import type { KataRelease } from '../catalogue/kata-release';
import type { KataShim } from '../catalogue/kata-shim';
import type { KataClassAttributes } from '../kata-runtime-attributes';
import { ShimConfiguration } from '../sizing/shim-configuration';

/** A RuntimeClass of Kata, and what decides what its pods can do. */
export interface KataClass {
  readonly runtimeClass: IRuntimeClass;
  readonly shim: KataShim;
  /** Handler in containerd's configuration. */
  readonly handler: string;
  /** Node labels that the class selects. */
  readonly nodeSelector: { readonly [label: string]: string };
  /** Tolerations that pods get from the class. */
  readonly tolerations: readonly Toleration[];
  /** Whether the class is of a custom runtime, or of a size. */
  readonly isCustom: boolean;
  /** TOML that is merged over the shim's configuration. */
  readonly dropIn?: string;
  /** Annotations of the hypervisor that pods may set beside those that the release allows. */
  readonly allowedHypervisorAnnotations: readonly string[];
  /** containerd snapshotter, where it is not the release's for the shim. */
  readonly snapshotter?: string;
  /** Whether the guest pulls images. */
  readonly forceGuestPull?: boolean;
}

/** What a guest of a class can do. */
export function guestOf(release: KataRelease, kataClass: KataClass): ShimConfiguration {
  const { allowedHypervisorAnnotations, dropIn, forceGuestPull, shim, snapshotter } = kataClass;
  return ShimConfiguration.of({
    release,
    shim,
    allowedAnnotations: allowedHypervisorAnnotations,
    ...(dropIn !== undefined && { dropIn }),
    ...(snapshotter !== undefined && { snapshotter }),
    ...(forceGuestPull !== undefined && { forceGuestPull }),
  });
}

/** What a pod gets from a class. */
export function sandboxTargetOf(
  release: KataRelease,
  kataClass: KataClass,
  startupTaints: readonly StartupTaint[],
): SandboxTarget {
  const guest = guestOf(release, kataClass);
  return {
    runtimeClassName: kataClass.runtimeClass.name,
    shim: guest.shim,
    requiresMemoryLimit: guest.runtime === 'rust',
    runtime: guest.runtime,
    allowedAnnotations: guest.allowedAnnotations,
    nodeSelector: kataClass.nodeSelector,
    tolerations: kataClass.tolerations,
    startupTaints,
    guest,
  };
}

/** A class as plain data. */
export function classAttributes({ isCustom, runtimeClass, shim, ...data }: KataClass): KataClassAttributes {
  return JSON.parse(JSON.stringify({ name: runtimeClass.name, shim: shim.name, ...data }));
}
