import type { Manifest } from '../util/manifests';

/** A workload as people publish it, written anew in the shape of a public file, for a namespace of the level `restricted`. */
export interface TenantWorkload {
  /** The public file whose shape it has. */
  readonly source: string;
  readonly object: Manifest;
}

const limits = (memory: string, cpu = '100m') => ({
  resources: { requests: { cpu, memory }, limits: { cpu, memory } },
});
const user = { securityContext: { runAsUser: 1000, runAsNonRoot: true } };
const container = (name: string, more: object = {}) => ({
  name,
  image: 'registry.example/it:1',
  ...limits('64Mi'),
  ...user,
  ...more,
});
const labels = { app: 'it' };
const selector = { matchLabels: labels };
const template = (spec: object, metadata: object = {}) => ({ metadata: { labels, ...metadata }, spec });

export const TENANT_WORKLOADS: readonly TenantWorkload[] = [
  {
    source: 'kubernetes/examples guestbook: a front end with probes, a rolling update and spread over zones',
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'frontend' },
      spec: {
        replicas: 3,
        selector,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        template: template({
          terminationGracePeriodSeconds: 30,
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'topology.kubernetes.io/zone',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: selector,
            },
          ],
          affinity: {
            podAntiAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                { weight: 100, podAffinityTerm: { labelSelector: selector, topologyKey: 'kubernetes.io/hostname' } },
              ],
            },
          },
          containers: [
            container('php', {
              ports: [{ name: 'http', containerPort: 8080 }],
              env: [
                { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
                { name: 'LIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } },
                { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password', optional: true } } },
              ],
              readinessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 5 },
              livenessProbe: { tcpSocket: { port: 8080 } },
              startupProbe: { exec: { command: ['true'] }, failureThreshold: 30 },
              lifecycle: { preStop: { exec: { command: ['sleep', '5'] } } },
            }),
          ],
        }),
      },
    },
  },
  {
    source: 'bitnami/charts redis: a StatefulSet with claims, scripts of a ConfigMap and a password of a Secret',
    object: {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'redis' },
      spec: {
        serviceName: 'redis',
        replicas: 1,
        selector,
        podManagementPolicy: 'Parallel',
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Delete' },
        template: template({
          securityContext: { fsGroup: 1001, fsGroupChangePolicy: 'Always', supplementalGroups: [], sysctls: [] },
          automountServiceAccountToken: false,
          containers: [
            container('redis', {
              securityContext: { runAsUser: 1001, runAsNonRoot: true, readOnlyRootFilesystem: true },
              volumeMounts: [
                { name: 'start-scripts', mountPath: '/opt/scripts' },
                { name: 'password', mountPath: '/opt/secrets', readOnly: true },
                { name: 'data', mountPath: '/data' },
                { name: 'tmp', mountPath: '/tmp' },
              ],
            }),
          ],
          volumes: [
            { name: 'start-scripts', configMap: { name: 'redis-scripts', defaultMode: 493 } },
            { name: 'password', secret: { secretName: 'redis', items: [{ key: 'password', path: 'password' }] } },
            { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
          ],
        }),
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '8Gi' } } },
          },
        ],
      },
    },
  },
  {
    source: 'istio/istio: a container that starts first and runs beside the others',
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'sidecar', annotations: { 'sidecar.istio.io/status': '{}' } },
      spec: {
        initContainers: [
          container('proxy', { restartPolicy: 'Always', startupProbe: { tcpSocket: { port: 15021 } } }),
          container('migrate'),
        ],
        containers: [container('app')],
      },
    },
  },
  {
    source: 'kubernetes/website job-pod-failure-policy: an indexed Job with rules for failures',
    object: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'indexed' },
      spec: {
        completionMode: 'Indexed',
        completions: 4,
        parallelism: 2,
        backoffLimitPerIndex: 1,
        ttlSecondsAfterFinished: 60,
        activeDeadlineSeconds: 60,
        podFailurePolicy: {
          rules: [
            { action: 'FailIndex', onExitCodes: { containerName: 'main', operator: 'In', values: [42] } },
            { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] },
          ],
        },
        template: template({ restartPolicy: 'Never', containers: [container('main')] }),
      },
    },
  },
  {
    source: 'kubernetes/website cronjob: a schedule in a time zone',
    object: {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly' },
      spec: {
        schedule: '0 3 * * *',
        timeZone: 'Europe/Berlin',
        concurrencyPolicy: 'Forbid',
        jobTemplate: { spec: { template: template({ restartPolicy: 'OnFailure', containers: [container('main')] }) } },
      },
    },
  },
  {
    source:
      'kubernetes/website projected volumes: one directory of a ConfigMap, a Secret, the pod itself and a token for somebody else',
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'projected' },
      spec: {
        containers: [container('main', { volumeMounts: [{ name: 'all', mountPath: '/all', readOnly: true }] })],
        volumes: [
          {
            name: 'all',
            projected: {
              sources: [
                { configMap: { name: 'it', optional: true } },
                { secret: { name: 'it', optional: true } },
                { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
                { serviceAccountToken: { audience: 'vault', expirationSeconds: 600, path: 'token' } },
              ],
            },
          },
        ],
      },
    },
  },
  {
    source:
      'kubernetes/website: names and resolvers of its own, secrets for images, a claim that lives as long as the pod',
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'own-dns' },
      spec: {
        hostname: 'it',
        subdomain: 'peers',
        setHostnameAsFQDN: true,
        enableServiceLinks: false,
        hostAliases: [{ ip: '10.1.2.3', hostnames: ['db'] }],
        dnsPolicy: 'None',
        dnsConfig: {
          nameservers: ['10.96.0.10'],
          searches: ['svc.cluster.local'],
          options: [{ name: 'ndots', value: '2' }],
        },
        imagePullSecrets: [{ name: 'registry' }],
        tolerations: [
          { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 },
        ],
        containers: [container('main', { volumeMounts: [{ name: 'scratch', mountPath: '/scratch' }] })],
        volumes: [
          {
            name: 'scratch',
            ephemeral: {
              volumeClaimTemplate: {
                spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
              },
            },
          },
        ],
      },
    },
  },
  {
    source: 'ray-project/kuberay: a head of many ports, a file system in memory, and a hook at its end',
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'head', labels: { 'ray.io/node-type': 'head' } },
      spec: {
        containers: [
          container('ray-head', {
            ...limits('512Mi', '500m'),
            ports: [6379, 8265, 10001].map((containerPort) => ({ containerPort })),
            lifecycle: { preStop: { exec: { command: ['/bin/sh', '-c', 'ray stop'] } } },
            volumeMounts: [{ name: 'shm', mountPath: '/dev/shm' }],
          }),
        ],
        volumes: [{ name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '128Mi' } }],
      },
    },
  },
  {
    source: 'kubernetes-sigs/lws: a ReplicaSet whose pods wait for a gate',
    object: {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'gated' },
      spec: {
        replicas: 1,
        selector,
        template: template({ schedulingGates: [{ name: 'example.com/wait' }], containers: [container('main')] }),
      },
    },
  },
  {
    source: 'kubernetes/kubernetes api/openapi-spec: a PodTemplate, which makes no pod itself',
    object: {
      apiVersion: 'v1',
      kind: 'PodTemplate',
      metadata: { name: 'kept' },
      template: template({
        restartPolicy: 'Always',
        priority: 0,
        containers: [container('main', { stdin: true, tty: true })],
      }),
    },
  },
  {
    source: 'kubernetes-sigs/agent-sandbox: a Sandbox',
    object: {
      apiVersion: 'agents.x-k8s.io/v1beta1',
      kind: 'Sandbox',
      metadata: { name: 'sandbox' },
      spec: { podTemplate: template({ containers: [container('main')] }) },
    },
  },
  {
    source: 'kubernetes-sigs/agent-sandbox: a SandboxTemplate',
    object: {
      apiVersion: 'extensions.agents.x-k8s.io/v1beta1',
      kind: 'SandboxTemplate',
      metadata: { name: 'template' },
      spec: {
        networkPolicyManagement: 'Unmanaged',
        podTemplate: template({ containers: [container('main')] }),
      },
    },
  },
];
