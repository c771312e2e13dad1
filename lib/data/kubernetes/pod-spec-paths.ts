/** A field of something that decides whether pods are made from it. */
export interface Condition {
  /** JSON pointer from there. */
  readonly at: string;

  /** The values for which the condition holds, `undefined` for a field that is absent; any value where this is not given. */
  readonly is?: readonly unknown[];
}

/** A place inside a part of an object that may be absent. */
export interface InnerField {
  /** JSON pointer to what pods are made from, with `*` for each of a list or map; where it is absent, so are the pods. */
  readonly of: string;

  /** JSON pointer from there. */
  readonly field: string;

  /** Where one of these holds, no pods are made from it. */
  readonly unless?: readonly Condition[];
}

/** Where a kind keeps its pod specs. */
export interface PodSpecData {
  /** API groups that have the kind, `core` for the one without a name. */
  readonly groups: readonly string[];

  readonly kind: string;

  /** The versions whose fields these are, where others have other ones. */
  readonly versions?: readonly string[];

  /** JSON pointers, with `*` for each of a list or map. */
  readonly paths: readonly string[];

  /**
   * Where the class has to be written even if the template is absent or has no containers, because the controller brings them.
   */
  readonly needed?: readonly string[];

  /** The same for templates of parts that the object may lack. */
  readonly neededIn?: readonly InnerField[];

  /** JSON pointers to parts whose pods get no class by any field. */
  readonly withoutField?: readonly string[];

  /**
   * Those of the paths whose templates the controller completes: it adds containers, or writes resources of its own into them, so that
   * the template does not say what the pod may use.
   */
  readonly completed?: readonly string[];

  /** What a template needs beside the class, where it is written only to hold the class. */
  readonly beside?: string;

  /** Where the paths come from: repository, commit, and file with the schema or the types. */
  readonly source?: string;

  /** What else has to be done before the controller accepts the class. */
  readonly note?: string;
}

/**
 * The kinds of Kubernetes itself that hold pod specs, in all groups that they were ever in.
 *
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/
 */
export const POD_SPECS: readonly PodSpecData[] = [
  { kind: 'CronJob', groups: ['batch'], paths: ['/spec/jobTemplate/spec/template/spec'] },
  { kind: 'DaemonSet', groups: ['apps', 'extensions'], paths: ['/spec/template/spec'] },
  { kind: 'Deployment', groups: ['apps', 'extensions'], paths: ['/spec/template/spec'] },
  { kind: 'Job', groups: ['batch'], paths: ['/spec/template/spec'] },
  { kind: 'Pod', groups: ['core'], paths: ['/spec'] },
  { kind: 'PodTemplate', groups: ['core'], paths: ['/template/spec'] },
  { kind: 'ReplicaSet', groups: ['apps', 'extensions'], paths: ['/spec/template/spec'] },
  { kind: 'ReplicationController', groups: ['core'], paths: ['/spec/template/spec'] },
  { kind: 'StatefulSet', groups: ['apps'], paths: ['/spec/template/spec'] },
];

/**
 * The API groups of Kubernetes itself. Of their kinds, only those of {@link POD_SPECS} and lists of them hold pod specs.
 *
 * Source: https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/
 */
export const BUILT_IN_GROUPS: readonly string[] = [
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'core',
  'discovery.k8s.io',
  'events.k8s.io',
  'extensions',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
];

/**
 * API groups of policies. What looks like a pod spec in them is a pattern for the pods of others.
 *
 * Sources: https://kyverno.io/docs/policy-types/, https://open-policy-agent.github.io/gatekeeper/website/docs/mutation/,
 * https://cloud.google.com/kubernetes-engine/docs/reference/crds/workloadallowlist
 */
export const GROUPS_OF_POLICIES: readonly string[] = [
  'auto.gke.io',
  'constraints.gatekeeper.sh',
  'kyverno.io',
  'mutations.gatekeeper.sh',
  'policies.kyverno.io',
  'templates.gatekeeper.sh',
];
