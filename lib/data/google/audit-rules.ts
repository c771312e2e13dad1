/**
 * What in the audit log of a GKE cluster changes or enters a sandbox.
 *
 * Names of methods are `io.k8s.` and group, version, resource and verb, as Cloud Audit Logs writes them:
 * https://cloud.google.com/kubernetes-engine/docs/how-to/audit-logging. Writes are in the Admin Activity log, which is always
 * on; reads are in the Data Access log, which somebody has to switch on.
 */

/** A rule on the audit log that raises an alert. */
export interface AuditRuleData {
  readonly title: string;
  /** Regular expression on the method's name. */
  readonly method: string;
  /** Whether the object is in a namespace. */
  readonly namespaced: boolean;
  /** Whether a read request does it too. */
  readonly readsToo?: true;
  /** Further condition, in the language of Cloud Logging. */
  readonly condition?: string;
  /** Meaning of the alert, for its reader. */
  readonly documentation: string;
}

export const AUDIT_RULES: { readonly [rule: string]: AuditRuleData } = {
  exec: {
    title: 'Somebody entered a container',
    method: '^io\\.k8s\\.core\\.v1\\.pods\\.(exec|attach|portforward|ephemeralcontainers)\\.',
    namespaced: true,
    // Over a WebSocket, which kubectl prefers, these are GET requests: kubernetes/kubernetes#78741.
    readsToo: true,
    documentation:
      'exec, attach, port-forward or an ephemeral container reaches into a guest past everything that its image says.',
  },
  runtimeclasses: {
    title: 'A RuntimeClass was changed',
    method: '^io\\.k8s\\.node\\.v1\\.runtimeclasses\\.(create|update|patch|delete)',
    namespaced: false,
    documentation: 'A RuntimeClass with another handler runs sandboxed pods without their VM.',
  },
  'node-labels': {
    title: 'Labels or taints of a node were changed',
    // A request to the status changes labels too.
    method: '^io\\.k8s\\.core\\.v1\\.nodes\\.(status\\.)?(update|patch)$',
    namespaced: false,
    condition: '(protoPayload.request.metadata.labels:* OR protoPayload.request.spec.taints:*)',
    documentation: 'Labels and taints decide where sandboxed pods run, and what runs beside them.',
  },
  'admission-policies': {
    title: 'An admission policy was changed',
    method:
      '^io\\.k8s\\.admissionregistration\\.v1\\.(validating|mutating)(admissionpolicies|admissionpolicybindings|webhookconfigurations)\\.(create|update|patch|delete)',
    namespaced: false,
    documentation: 'Admission policies are what keeps pods from leaving their sandbox.',
  },
};

/** Principals that do these things as part of the cluster: kubelets, controllers, GKE, and the Kata installer. */
export const SYSTEM_PRINCIPALS = '^system:(node:|serviceaccount:kube-system:|gke-|kube-|addon-manager|clustermetrics)';
