/** Container runtime of the nodes, which tells a shim what a pod may use. */
export enum ContainerRuntime {
  /** containerd, as on GKE. */
  CONTAINERD = 'containerd',
  /** CRI-O. Releases before 4.2.0 do not read what it says, so that a VM that has its size from the start has its defaults. */
  CRI_O = 'cri-o',
}
