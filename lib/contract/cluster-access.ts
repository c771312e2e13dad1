/** A program that gives a client its credentials. */
export interface ClusterAccessExec {
  /** API version of the plugin, such as `client.authentication.k8s.io/v1beta1`. */
  readonly apiVersion: string;

  /** The program, such as `gke-gcloud-auth-plugin`. */
  readonly command: string;

  /**
   * Arguments of the program.
   *
   * @default - none
   */
  readonly args?: readonly string[];

  /**
   * Environment variables of the program.
   *
   * @default - none
   */
  readonly env?: { readonly [name: string]: string };
}

/**
 * How Terraform reaches the API server of a cluster. `GkeCluster.access` yields one; for any other cluster, write it as a literal.
 * Each text may be a Terraform token.
 */
export interface ClusterAccess {
  /** Address of the API server, such as `https://203.0.113.7`. */
  readonly host: string;

  /**
   * Certificate of the authority that signed the API server's, as PEM text.
   *
   * @default - the authorities that the machine trusts, as for the DNS endpoint of a GKE cluster
   */
  readonly clusterCaCertificate?: string;

  /**
   * The program that gives credentials. Nothing of them is kept in Terraform's state, and they are refreshed.
   *
   * @default - `token`
   * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
   */
  readonly exec?: ClusterAccessExec;

  /**
   * A bearer token; instead of `exec`. It expires during long applies and may end up in plans.
   *
   * @default - `exec`
   */
  readonly token?: string;
}
