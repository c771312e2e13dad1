/** The runtime that a workload is put into. */
export interface SandboxTarget {
  /** Name of the RuntimeClass. */
  readonly runtimeClassName: string;

  /** Name of the shim behind it, which decides what the hypervisor can do. */
  readonly shim: string;

  /** Whether the shim sizes the VM from the containers' limits alone, so that each needs a memory limit. */
  readonly requiresMemoryLimit: boolean;

  /** The language that the runtime behind the shim is written in, which decides what annotations it reads. */
  readonly runtime: 'go' | 'rust';

  /** Settings of the hypervisor that the shim takes from pods, as regular expressions over their names. */
  readonly allowedAnnotations: readonly string[];

  /** Node labels that the RuntimeClass selects. */
  readonly nodeSelector: { readonly [label: string]: string };
}
