import type { SandboxTarget } from '../../lib/sandbox';

/** A class of the Go runtime on any node, which needs nothing of its pods. */
export const PLAIN_TARGET: SandboxTarget = {
  runtimeClassName: 'kata-a',
  shim: 'qemu',
  requiresMemoryLimit: false,
  runtime: 'go',
  allowedAnnotations: [],
  nodeSelector: {},
};
