/**
 * Where the built-in kinds of Kubernetes keep their pod's spec, as JSON pointer.
 *
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/
 */
export const POD_SPEC_PATHS = {
  CronJob: '/spec/jobTemplate/spec/template/spec',
  DaemonSet: '/spec/template/spec',
  Deployment: '/spec/template/spec',
  Job: '/spec/template/spec',
  Pod: '/spec',
  PodTemplate: '/template/spec',
  ReplicaSet: '/spec/template/spec',
  ReplicationController: '/spec/template/spec',
  StatefulSet: '/spec/template/spec',
} as const satisfies Record<string, string>;
