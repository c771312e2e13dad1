/** CPU and memory of the installer's container, as Kubernetes quantities. */
export interface KataDeployResources {
  /**
   * What is set aside, by resource.
   *
   * @default - 25m of CPU and 16Mi of memory
   */
  readonly requests?: { readonly [resource: string]: string };

  /**
   * What it may use, by resource. A memory limit counts the page cache of what is copied to the node, so it must be
   * larger than the installed files.
   *
   * @default - no limit
   */
  readonly limits?: { readonly [resource: string]: string };
}
