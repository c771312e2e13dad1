import { Fn } from 'cdktf';
import type { ClusterAccess } from '../../../contract/cluster-access';

/** Where the API server of a GKE cluster is found. Each text may be a token. */
export interface ControlPlaneAddress {
  /** DNS name of the control plane. */
  readonly dnsEndpoint?: string;

  /** IP address of the control plane. */
  readonly endpoint?: string;

  /** Certificate of the authority that signed the certificate of the address, in base64. */
  readonly caCertificate?: string;
}

/** The API version that gcloud writes into a kubeconfig for the plugin. */
const CREDENTIALS = 'client.authentication.k8s.io/v1beta1';

/**
 * How a client of Terraform reaches a GKE cluster: by the DNS name where there is one, since that has a certificate which every
 * machine trusts, else by the address.
 *
 * @param address where the API server is
 * @returns undefined where neither the name nor the address with its certificate is known
 */
export function gkeAccess({ dnsEndpoint, endpoint, caCertificate }: ControlPlaneAddress): ClusterAccess | undefined {
  const exec = { apiVersion: CREDENTIALS, command: 'gke-gcloud-auth-plugin' };
  if (dnsEndpoint !== undefined) return { host: `https://${dnsEndpoint}`, exec };
  if (endpoint === undefined || caCertificate === undefined) return undefined;
  return { host: `https://${endpoint}`, clusterCaCertificate: Fn.base64decode(caCertificate), exec };
}
