/** Fields of a kind that the API server does not let anybody change. */
export interface ImmutableFieldsData {
  /** API group; `core` for the one without a name. */
  readonly group: string;

  /** The kind. */
  readonly kind: string;

  /** JSON pointers to what never changes. */
  readonly pointers: readonly string[];

  /**
   * Values of fields that are not written, by pointer.
   *
   * @default - none: what is not written has no value
   */
  readonly defaults?: { readonly [pointer: string]: string };

  /**
   * Below this pointer everything but `mutable` is immutable too.
   *
   * @default - only `pointers`
   */
  readonly below?: { readonly pointer: string; readonly mutable: readonly string[] };
}

/**
 * Immutable fields of kinds that programs write.
 *
 * Source: the update validation in `pkg/apis/<group>/validation/validation.go` of kubernetes/kubernetes, of 1.35; each row is tried
 * on an API server by `test/e2e/upgrades.e2e.ts`.
 */
export const IMMUTABLE_FIELDS: readonly ImmutableFieldsData[] = [
  { group: 'apps', kind: 'DaemonSet', pointers: ['/spec/selector'] },
  { group: 'apps', kind: 'Deployment', pointers: ['/spec/selector'] },
  { group: 'apps', kind: 'ReplicaSet', pointers: ['/spec/selector'] },
  {
    group: 'apps',
    kind: 'StatefulSet',
    pointers: [],
    defaults: { '/spec/podManagementPolicy': 'OrderedReady' },
    below: {
      pointer: '/spec',
      mutable: [
        'minReadySeconds',
        'ordinals',
        'persistentVolumeClaimRetentionPolicy',
        'replicas',
        'revisionHistoryLimit',
        'template',
        'updateStrategy',
      ],
    },
  },
  {
    group: 'batch',
    kind: 'Job',
    pointers: ['/spec/completionMode', '/spec/selector', '/spec/template'],
    defaults: { '/spec/completionMode': 'NonIndexed' },
  },
  {
    group: 'core',
    kind: 'PersistentVolumeClaim',
    pointers: ['/spec/accessModes', '/spec/storageClassName', '/spec/volumeMode'],
    defaults: { '/spec/volumeMode': 'Filesystem' },
  },
  { group: 'core', kind: 'Secret', pointers: ['/type'], defaults: { '/type': 'Opaque' } },
  { group: 'core', kind: 'Service', pointers: ['/spec/clusterIP'] },
  { group: 'node.k8s.io', kind: 'RuntimeClass', pointers: ['/handler'] },
  { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding', pointers: ['/roleRef'] },
  { group: 'rbac.authorization.k8s.io', kind: 'RoleBinding', pointers: ['/roleRef'] },
  {
    group: 'scheduling.k8s.io',
    kind: 'PriorityClass',
    pointers: ['/preemptionPolicy', '/value'],
    defaults: { '/preemptionPolicy': 'PreemptLowerPriority' },
  },
  {
    group: 'storage.k8s.io',
    kind: 'StorageClass',
    pointers: ['/parameters', '/provisioner', '/reclaimPolicy', '/volumeBindingMode'],
    defaults: { '/reclaimPolicy': 'Delete', '/volumeBindingMode': 'Immediate' },
  },
];
