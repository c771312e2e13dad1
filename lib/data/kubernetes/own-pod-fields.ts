import type { Condition, InnerField } from './pod-spec-paths';

/** Kinds whose controllers make pods from fields of their own. */
export interface OwnPodFieldsData {
  readonly groups: readonly string[];
  readonly kinds: readonly string[];

  /** The fields that take the name of a RuntimeClass; an empty list if the kind has no such field. */
  readonly fields: readonly InnerField[];

  /** What to write into the field, where it is not the name alone, with `%s` for the name. */
  readonly value?: string;

  /** Where else the class can be set. */
  readonly elsewhere?: string;

  /** Where one of these holds of an object, no pods are made from it. */
  readonly unless?: readonly Condition[];

  /** Whether the kind makes no pods: what looks like containers in it goes into the pods of others. */
  readonly makesNoPods?: true;

  /** Where this comes from: repository, commit, and file with the schema or the types. */
  readonly source: string;
}

const RUNTIME_CLASS = '/runtimeClassName';
const fields = (...paths: readonly string[]): InnerField[] => paths.map((of) => ({ of, field: RUNTIME_CLASS }));

const none = (group: string | readonly string[], kinds: readonly string[], source: string): OwnPodFieldsData => ({
  groups: [group].flat(),
  kinds,
  fields: [],
  source,
});

const PATCH = '{"runtimeClassName": "%s"}';
const DEFAULTS = 'workflowDefaults of the workflow controller holds for all workflows';
const WORKFLOWS = 'argoproj/argo-workflows@f016ad8 pkg/apis/workflow/v1alpha1/workflow_types.go';
const EVENTS = 'argoproj/argo-events@6478ece pkg/apis/events/v1alpha1/';
const ROOK = 'rook/rook@d0c3b9c deploy/examples/crds.yaml';
const VICTORIA = 'VictoriaMetrics/operator@d0d258c config/crd/overlay/crd.descriptionless.yaml';

const ABSENT = [undefined];
const NOT_TRUE = [undefined, false];

/** Parts that make pods only where they are enabled. */
const ifEnabled = (...paths: readonly string[]): InnerField[] =>
  paths.map((of) => ({ of, field: RUNTIME_CLASS, unless: [{ at: '/enabled', is: NOT_TRUE }] }));

/** A part of sharding, which makes pods only where sharding is enabled. */
const ofSharding = (part: string, ...more: readonly Condition[]): InnerField => ({
  of: '/spec/sharding',
  field: part + RUNTIME_CLASS,
  unless: [{ at: '/enabled', is: NOT_TRUE }, { at: part, is: ABSENT }, ...more],
});

const victoria = (kinds: readonly string[], ...of: readonly string[]): OwnPodFieldsData => ({
  groups: ['operator.victoriametrics.com'],
  kinds,
  fields: fields(...of),
  source: VICTORIA,
});

/**
 * Clusters of VictoriaMetrics in several zones: what is common is merged with what each zone has.
 *
 * Source: VictoriaMetrics/operator@d0d258c internal/controller/operator/factory/vmdistributed/
 */
const distributed = (prefix: 'vm' | 'vl'): OwnPodFieldsData => {
  const parts = ['insert', 'select', 'storage'].map((it) => `${prefix}cluster/spec/${prefix}${it}`);
  const backends = [...parts, `${prefix}single/spec`];
  return {
    groups: ['operator.victoriametrics.com'],
    kinds: [`${prefix.toUpperCase()}Distributed`],
    fields: [
      { of: '/spec', field: `/vmauth/spec${RUNTIME_CLASS}`, unless: [{ at: '/vmauth/enabled', is: [false] }] },
      { of: '/spec', field: `/zoneCommon/${prefix}agent/spec${RUNTIME_CLASS}` },
      {
        of: `/spec/zones/*/${prefix}agent/spec`,
        field: RUNTIME_CLASS,
        unless: [{ at: RUNTIME_CLASS, is: ABSENT }],
      },
      ...fields(...backends.flatMap((it) => [`/spec/zoneCommon/${it}`, `/spec/zones/*/${it}`])),
    ],
    source: VICTORIA,
  };
};

/**
 * Well-known custom resources that make pods and hold no pod spec. What looks like one in them is something else, such as a list of
 * further containers.
 *
 * Each row was read in the file that it names. For rows without a field, all files of the repository were searched for
 * one.
 */
export const OWN_POD_FIELDS: readonly OwnPodFieldsData[] = [
  {
    groups: ['argoproj.io'],
    kinds: ['Workflow', 'WorkflowTemplate', 'ClusterWorkflowTemplate'],
    fields: [{ of: '/spec', field: '/podSpecPatch' }],
    value: PATCH,
    elsewhere: DEFAULTS,
    source: WORKFLOWS,
  },
  {
    groups: ['argoproj.io'],
    kinds: ['CronWorkflow'],
    fields: [{ of: '/spec/workflowSpec', field: '/podSpecPatch' }],
    value: PATCH,
    elsewhere: DEFAULTS,
    source: WORKFLOWS,
  },
  {
    groups: ['tekton.dev'],
    kinds: ['Task', 'ClusterTask', 'Pipeline'],
    fields: [],
    elsewhere:
      'the podTemplate of each run, or default-pod-template in the ConfigMap config-defaults, takes runtimeClassName',
    source: 'tektoncd/pipeline@3ee1745 pkg/apis/pipeline/pod/template.go',
  },
  {
    groups: ['trainer.kubeflow.org'],
    kinds: ['TrainJob', 'OptimizationJob'],
    fields: [],
    elsewhere: 'the TrainingRuntime or ClusterTrainingRuntime that it names holds the pod specs',
    source: 'kubeflow/trainer@8c0f505 pkg/apis/trainer/v1alpha1/trainjob_types.go',
  },
  {
    groups: ['serving.kserve.io'],
    kinds: ['ServingRuntime', 'ClusterServingRuntime'],
    fields: [],
    elsewhere: 'spec.predictor of the InferenceService takes runtimeClassName',
    source: 'kserve/kserve@aaac4e2 pkg/apis/serving/v1alpha1/servingruntime_types.go',
  },
  {
    groups: ['kubevirt.io'],
    kinds: ['VirtualMachine', 'VirtualMachineInstance', 'VirtualMachineInstanceReplicaSet'],
    fields: [],
    elsewhere: 'spec.configuration.defaultRuntimeClass of the KubeVirt holds for all virtual machines',
    source: 'kubevirt/kubevirt@d923fdb pkg/virt-controller/services/template.go',
  },
  none(
    'monitoring.coreos.com',
    ['Alertmanager', 'Prometheus', 'PrometheusAgent', 'ThanosRuler'],
    'prometheus-operator/prometheus-operator@6adcebc example/prometheus-operator-crd-full/',
  ),
  victoria(
    ['VMAgent', 'VMAlert', 'VMAlertmanager', 'VMAnomaly', 'VMAuth', 'VMSingle', 'VLAgent', 'VLSingle', 'VTSingle'],
    '/spec',
  ),
  victoria(['VMCluster'], '/spec/vminsert', '/spec/vmselect', '/spec/vmstorage'),
  victoria(['VLCluster'], '/spec/vlinsert', '/spec/vlselect', '/spec/vlstorage'),
  victoria(['VTCluster'], '/spec/insert', '/spec/select', '/spec/storage'),
  distributed('vm'),
  distributed('vl'),
  {
    groups: ['minio.min.io'],
    kinds: ['Tenant'],
    fields: fields('/spec/pools/*'),
    source: 'minio/operator@0ee2c25 helm/operator/templates/minio.min.io_tenants.yaml',
  },
  {
    groups: ['openfaas.com'],
    kinds: ['Function'],
    fields: [],
    elsewhere: 'the annotation com.openfaas.profile of the function names a Profile, whose spec takes runtimeClassName',
    source: 'openfaas/faas-netes@662ce9c pkg/apis/openfaas/v1/types.go',
  },
  none('argoproj.io', ['EventSource', 'Sensor'], EVENTS),
  {
    ...none('argoproj.io', ['EventBus'], EVENTS),
    // A bus that is there already.
    unless: [{ at: '/spec/nats/exotic' }, { at: '/spec/jetstreamExotic' }, { at: '/spec/kafka' }],
  },
  none(
    'jaegertracing.io',
    ['Jaeger'],
    'jaegertracing/jaeger-operator@87d8ae0 config/crd/bases/jaegertracing.io_jaegers.yaml',
  ),
  {
    ...none('ceph.rook.io', ['CephCluster'], ROOK),
    unless: [{ at: '/spec/external/enable', is: [true] }],
  },
  none(
    'ceph.rook.io',
    [
      'CephCOSIDriver',
      'CephFilesystem',
      'CephFilesystemMirror',
      'CephNFS',
      'CephNVMeOFGateway',
      'CephObjectStore',
      'CephRBDMirror',
    ],
    ROOK,
  ),
  {
    groups: ['postgresql.cnpg.io'],
    kinds: ['Cluster'],
    fields: [{ of: '/metadata', field: '/annotations/cnpg.io~1podPatch' }],
    value: '[{"op": "add", "path": "/spec/runtimeClassName", "value": "%s"}]',
    source: 'cloudnative-pg/cloudnative-pg@a95a534 docs/src/labels_annotations.md',
  },
  none('acid.zalan.do', ['postgresql'], 'zalando/postgres-operator@a7aaad0 manifests/postgresql.crd.yaml'),
  none(
    'postgres-operator.crunchydata.com',
    ['PostgresCluster', 'PGAdmin'],
    'CrunchyData/postgres-operator@0fbac30 config/crd/bases/postgres-operator.crunchydata.com_postgresclusters.yaml',
  ),
  none(
    'pgv2.percona.com',
    ['PerconaPGCluster'],
    'percona/percona-postgresql-operator@adafb34 build/crd/percona/generated/pgv2.percona.com_perconapgclusters.yaml',
  ),
  {
    groups: ['pxc.percona.com'],
    kinds: ['PerconaXtraDBCluster'],
    fields: [
      ...fields('/spec/pxc'),
      ...ifEnabled('/spec/haproxy', '/spec/proxysql'),
      ...fields('/spec/backup/storages/*'),
    ],
    source:
      'percona/percona-xtradb-cluster-operator@b3b0b10 config/crd/bases/pxc.percona.com_perconaxtradbclusters.yaml',
  },
  {
    groups: ['psmdb.percona.com'],
    kinds: ['PerconaServerMongoDB'],
    fields: [
      ...fields('/spec/replsets/*'),
      ...ifEnabled(...['arbiter', 'hidden', 'nonvoting'].map((it) => `/spec/replsets/*/${it}`)),
      // The operator gives config servers no arbiter.
      ofSharding('/configsvrReplSet'),
      ...['hidden', 'nonvoting']
        .map((it) => `/configsvrReplSet/${it}`)
        .map((part) => ofSharding(part, { at: `${part}/enabled`, is: NOT_TRUE })),
      ofSharding('/mongos'),
      ...ifEnabled('/spec/backup'),
    ],
    source:
      'percona/percona-server-mongodb-operator@b15af50 config/crd/bases/psmdb.percona.com_perconaservermongodbs.yaml',
  },
  none(
    'kafka.strimzi.io',
    ['Kafka', 'KafkaBridge', 'KafkaConnect', 'KafkaMirrorMaker2', 'KafkaNodePool'],
    'strimzi/strimzi-kafka-operator@8541da1 api/src/main/java/io/strimzi/api/kafka/model/common/template/PodTemplate.java',
  ),
  none(
    'k8s.mariadb.com',
    ['MariaDB', 'MaxScale'],
    'mariadb-operator/mariadb-operator@8970edf api/v1alpha1/base_types.go',
  ),
  none(
    ['opensearch.org', 'opensearch.opster.io'],
    ['OpenSearchCluster'],
    'opensearch-project/opensearch-k8s-operator@ef6502a opensearch-operator/api/',
  ),
  none(
    'redis.redis.opstreelabs.in',
    ['Redis', 'RedisCluster', 'RedisReplication', 'RedisSentinel'],
    'OT-CONTAINER-KIT/redis-operator@5dd04e1 api/',
  ),
  ...[
    ['FluentbitAgent', 'logging.banzaicloud.io_fluentbitagents'],
    ['FluentdConfig', 'logging.banzaicloud.io_fluentdconfigs'],
    ['EventTailer', 'logging-extensions.banzaicloud.io_eventtailers'],
    ['HostTailer', 'logging-extensions.banzaicloud.io_hosttailers'],
  ].map(([kind = '', file = '']) =>
    none(
      file.slice(0, file.indexOf('_')),
      [kind],
      `kube-logging/logging-operator@51679aa config/crd/bases/${file}.yaml`,
    ),
  ),
  {
    ...none(
      'opentelemetry.io',
      ['OpenTelemetryCollector'],
      'open-telemetry/opentelemetry-operator@be89444 apis/v1beta1/common.go',
    ),
    // It is put into the pods of others.
    unless: [{ at: '/spec/mode', is: ['sidecar'] }],
  },
  none('opentelemetry.io', ['TargetAllocator'], 'open-telemetry/opentelemetry-operator@be89444 apis/v1beta1/common.go'),
  {
    ...none(
      'apps.kruise.io',
      ['SidecarSet'],
      'openkruise/kruise@07169cf config/crd/bases/apps.kruise.io_sidecarsets.yaml',
    ),
    makesNoPods: true,
  },
];
