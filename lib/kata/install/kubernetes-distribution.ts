/** Distributions of Kubernetes, by where the configuration of their containerd is. */
export enum KubernetesDistribution {
  /** Any other, GKE included: `/etc/containerd`. */
  K8S = 'k8s',
  /** k3s. */
  K3S = 'k3s',
  /** RKE2. */
  RKE2 = 'rke2',
  /** k0s. */
  K0S = 'k0s',
  /** MicroK8s. */
  MICROK8S = 'microk8s',
}
