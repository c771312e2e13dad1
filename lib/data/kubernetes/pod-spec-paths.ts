/**
 * Where the built-in kinds of Kubernetes keep their pod's spec, as JSON pointer, and the API group of each.
 *
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/
 */
export const POD_SPECS: { readonly [kind: string]: { readonly group: string; readonly path: string } } = {
  CronJob: { group: 'batch', path: '/spec/jobTemplate/spec/template/spec' },
  DaemonSet: { group: 'apps', path: '/spec/template/spec' },
  Deployment: { group: 'apps', path: '/spec/template/spec' },
  Job: { group: 'batch', path: '/spec/template/spec' },
  Pod: { group: 'core', path: '/spec' },
  PodTemplate: { group: 'core', path: '/template/spec' },
  ReplicaSet: { group: 'apps', path: '/spec/template/spec' },
  ReplicationController: { group: 'core', path: '/spec/template/spec' },
  StatefulSet: { group: 'apps', path: '/spec/template/spec' },
};
