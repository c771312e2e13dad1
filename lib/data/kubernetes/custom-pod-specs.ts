import type { InnerField, PodSpecData } from './pod-spec-paths';

/** The file with the schema or the types, such as `kubernetes-sigs/jobset@08dfbdf charts/jobset/crds/jobset.x-k8s.io_jobsets.yaml`. */
type Source = string;

const TEMPLATE = '/spec/template/spec';

/** A kind with one template, which has containers. */
const one = (kind: string, group: string, source: Source, path = TEMPLATE): PodSpecData => ({
  kind,
  groups: [group],
  paths: [path],
  source,
});

/** A kind whose templates may be absent, since the controller brings the containers. */
const optional = (
  kind: string,
  group: string,
  source: Source,
  needed: readonly string[],
  more: {
    readonly paths?: readonly string[];
    readonly beside?: string;
    readonly neededIn?: readonly InnerField[];
  } = {},
): PodSpecData => {
  const { beside, neededIn = [], paths: further = [] } = more;
  const paths = [...needed, ...neededIn.map(({ of, field }) => of + field), ...further];
  return {
    kind,
    groups: [group],
    paths,
    completed: paths,
    needed,
    neededIn,
    source,
    ...(beside !== undefined && { beside }),
  };
};

/** A kind whose controller completes the templates, which have to be there. */
const completed = (row: PodSpecData): PodSpecData => ({ ...row, completed: row.paths });

const RAY_CLUSTER = (at: string) => [`${at}/headGroupSpec/template/spec`, `${at}/workerGroupSpecs/*/template/spec`];

const RAY = (kind: string, file: string, paths: readonly string[], more: Partial<PodSpecData> = {}): PodSpecData => ({
  kind,
  groups: ['ray.io'],
  paths,
  source: `ray-project/kuberay@feeaf72 helm-chart/kuberay-operator/crds/ray.io_${file}.yaml`,
  ...more,
});

/**
 * Jobs of Ray at a place, and the pod that hands each to its cluster, which the operator makes itself in the mode that is the default.
 *
 * Source: ray-project/kuberay@feeaf72 ray-operator/controllers/ray/common/job.go
 */
const RAY_JOB = (kind: string, file: string, at: string) =>
  RAY(kind, file, [...RAY_CLUSTER(`${at}/rayClusterSpec`), `${at}/submitterPodTemplate/spec`], {
    neededIn: [
      {
        of: at,
        field: '/submitterPodTemplate/spec',
        unless: [{ at: '/submissionMode', is: ['HTTPMode', 'InteractiveMode', 'SidecarMode'] }],
      },
    ],
  });

/** A kind of the training operator, whose replicas are a map. */
const training = (kind: string, replicas: string): PodSpecData =>
  one(
    kind,
    'kubeflow.org',
    `kubeflow/trainer@3a3a1da (release-1.9) manifests/base/crds/kubeflow.org_${kind.toLowerCase()}s.yaml`,
    `/spec/${replicas}/*/template/spec`,
  );

const LEADER_WORKER = (at: string) => [
  `${at}/leaderWorkerTemplate/leaderTemplate/spec`,
  `${at}/leaderWorkerTemplate/workerTemplate/spec`,
];

const ARC = 'actions/actions-runner-controller@2ee6b3b';
const ARC_CRDS = `${ARC} charts/gha-runner-scale-set-controller-experimental/crds/actions.github.com_`;
const ARC_OLD = `${ARC} charts/actions-runner-controller/crds/actions.summerwind.dev_`;
const FLINK = 'apache/flink-kubernetes-operator@6e9caeb helm/flink-kubernetes-operator/crds/';
const SPARK = 'kubeflow/spark-operator@38082f3 config/crd/bases/sparkoperator.k8s.io_';
const ROLLOUTS = 'argoproj/argo-rollouts@9f8d111 manifests/crds/';
const KNATIVE = 'knative/serving@98e5ef9 config/core/300-resources/';
const KSERVE = 'kserve/kserve@aaac4e2 pkg/apis/serving/';
const SANDBOX = 'kubernetes-sigs/agent-sandbox@2fd412d helm/crds/';
const TEKTON = 'tektoncd/pipeline@3ee1745 config/300-crds/';
const VOLCANO = 'volcano-sh/volcano@ed72c7c config/crd/';
const JOBS = '/spec/template/spec/replicatedJobs/*/template/spec/template/spec';

const LOGGING = 'kube-logging/logging-operator@51679aa config/crd/bases/logging.banzaicloud.io_';
const APACHE_SPARK = 'apache/spark-kubernetes-operator@d5acafd build-tools/helm/spark-kubernetes-operator/crds/';

/** Kinds of TiDB, each with the name in its file; of each there is a group. */
const TIDB = {
  DM: 'dm',
  DMWorker: 'dmworker',
  PD: 'pd',
  ResourceManager: 'resourcemanager',
  Router: 'router',
  Scheduler: 'scheduler',
  Scheduling: 'scheduling',
  TiCDC: 'ticdc',
  TiDB: 'tidb',
  TiFlash: 'tiflash',
  TiKV: 'tikv',
  TiKVWorker: 'tikvworker',
  TiProxy: 'tiproxy',
  TSO: 'tso',
};

const TIDB_CRDS = 'pingcap/tidb-operator@42684ba manifests/crd/core.pingcap.com_';
const TIDB_PLURALS: { readonly [name: string]: string } = { tiflash: 'tiflashes', tiproxy: 'tiproxies' };

const elasticSource = (file: string) => `elastic/cloud-on-k8s@7b93383 pkg/apis/${file}_types.go`;

/** A kind of the operator of Elastic, whose template may be absent. */
const elastic = (kind: string, group: string, file: string, needed: readonly string[]) =>
  optional(kind, `${group}.k8s.elastic.co`, elasticSource(file), needed);

const POD_TEMPLATE = '/spec/podTemplate/spec';

/** A kind of Elastic's operator that becomes one of several kinds of Kubernetes, by the part that it has. */
const elasticPart = (kind: string, group: string, file: string, parts: readonly string[]) =>
  optional(kind, `${group}.k8s.elastic.co`, elasticSource(file), [], {
    neededIn: parts.map((part) => ({ of: `/spec/${part}`, field: '/podTemplate/spec' })),
  });

/** One of Spark's roles; where the role is not written, its pods have no template either. */
const SPARK_ROLES = (at: string, roles: readonly string[]) => roles.map((role) => `${at}/${role}/template/spec`);

const KNATIVE_NOTE =
  'the webhook of Knative refuses runtimeClassName until kubernetes.podspec-runtimeclassname is "enabled" in its ConfigMap config-features';

/**
 * Well-known custom resources that hold pod specs. Those of others are found by their containers; the table names the paths of
 * templates that may have none, because their controllers bring the containers.
 *
 * Each row was read in the file that it names.
 */
export const CUSTOM_POD_SPECS: readonly PodSpecData[] = [
  {
    // Old manifests of OpenShift have it in the group of Kubernetes.
    ...one('DeploymentConfig', 'apps.openshift.io', 'openshift/api@2a3d739 apps/v1/types.go'),
    groups: ['apps.openshift.io', 'core'],
  },
  one('Rollout', 'argoproj.io', `${ROLLOUTS}rollout-crd.yaml`),
  one('Experiment', 'argoproj.io', `${ROLLOUTS}experiment-crd.yaml`, '/spec/templates/*/template/spec'),
  ...['AnalysisTemplate', 'ClusterAnalysisTemplate'].map((kind) =>
    one(
      kind,
      'argoproj.io',
      `${ROLLOUTS}${kind === 'AnalysisTemplate' ? '' : 'cluster-'}analysis-template-crd.yaml`,
      '/spec/metrics/*/provider/job/spec/template/spec',
    ),
  ),
  RAY('RayCluster', 'rayclusters', RAY_CLUSTER('/spec')),
  RAY_JOB('RayJob', 'rayjobs', '/spec'),
  RAY_JOB('RayCronJob', 'raycronjobs', '/spec/jobTemplate'),
  RAY('RayService', 'rayservices', RAY_CLUSTER('/spec/rayClusterConfig')),
  one(
    'JobSet',
    'jobset.x-k8s.io',
    'kubernetes-sigs/jobset@08dfbdf charts/jobset/crds/jobset.x-k8s.io_jobsets.yaml',
    '/spec/replicatedJobs/*/template/spec/template/spec',
  ),
  {
    kind: 'LeaderWorkerSet',
    groups: ['leaderworkerset.x-k8s.io'],
    paths: LEADER_WORKER('/spec'),
    source: 'kubernetes-sigs/lws@060ab4d charts/lws/crds/leaderworkerset.x-k8s.io_leaderworkersets.yaml',
  },
  {
    kind: 'DisaggregatedSet',
    groups: ['disaggregatedset.x-k8s.io'],
    paths: LEADER_WORKER('/spec/roles/*/spec'),
    source: 'kubernetes-sigs/lws@060ab4d charts/lws/crds/disaggregatedset.x-k8s.io_disaggregatedsets.yaml',
  },
  ...['TrainingRuntime', 'ClusterTrainingRuntime'].map((kind) =>
    // resourcesPerNode of a TrainJob goes into the template of its nodes.
    completed(
      one(
        kind,
        'trainer.kubeflow.org',
        `kubeflow/trainer@8c0f505 charts/kubeflow-trainer/templates/crd/trainer.kubeflow.org_${kind.toLowerCase()}s.yaml`,
        JOBS,
      ),
    ),
  ),
  training('PyTorchJob', 'pytorchReplicaSpecs'),
  training('TFJob', 'tfReplicaSpecs'),
  training('MPIJob', 'mpiReplicaSpecs'),
  training('XGBoostJob', 'xgbReplicaSpecs'),
  training('PaddleJob', 'paddleReplicaSpecs'),
  training('JAXJob', 'jaxReplicaSpecs'),
  one(
    'Notebook',
    'kubeflow.org',
    'kubeflow/notebooks@177b098 (notebooks-v1) components/notebook-controller/config/crd/bases/kubeflow.org_notebooks.yaml',
  ),
  {
    kind: 'AutoscalingRunnerSet',
    groups: ['actions.github.com'],
    paths: [TEMPLATE, '/spec/listenerTemplate/spec'],
    completed: ['/spec/listenerTemplate/spec'],
    source: `${ARC_CRDS}autoscalingrunnersets.yaml`,
  },
  one(
    'EphemeralRunnerSet',
    'actions.github.com',
    `${ARC_CRDS}ephemeralrunnersets.yaml`,
    '/spec/ephemeralRunnerSpec/spec',
  ),
  one('EphemeralRunner', 'actions.github.com', `${ARC_CRDS}ephemeralrunners.yaml`, '/spec/spec'),
  completed(one('RunnerSet', 'actions.summerwind.dev', `${ARC_OLD}runnersets.yaml`)),
  ...['RunnerDeployment', 'RunnerReplicaSet'].map((kind) =>
    optional(kind, 'actions.summerwind.dev', `${ARC_OLD}${kind.toLowerCase()}s.yaml`, [TEMPLATE]),
  ),
  optional('Runner', 'actions.summerwind.dev', `${ARC_OLD}runners.yaml`, ['/spec']),
  one('Sandbox', 'agents.x-k8s.io', `${SANDBOX}agents.x-k8s.io_sandboxes.yaml`, POD_TEMPLATE),
  one(
    'SandboxTemplate',
    'extensions.agents.x-k8s.io',
    `${SANDBOX}extensions.agents.x-k8s.io_sandboxtemplates.yaml`,
    POD_TEMPLATE,
  ),
  ...['BatchSandbox', 'Pool'].map((kind) =>
    one(
      kind,
      'sandbox.opensandbox.io',
      `alibaba/OpenSandbox@4db3a99 kubernetes/config/crd/bases/sandbox.opensandbox.io_${kind === 'Pool' ? 'pools' : 'batchsandboxes'}.yaml`,
    ),
  ),
  optional('TaskRun', 'tekton.dev', `${TEKTON}300-taskrun.yaml`, ['/spec/podTemplate']),
  {
    ...optional('PipelineRun', 'tekton.dev', `${TEKTON}300-pipelinerun.yaml`, ['/spec/taskRunTemplate/podTemplate'], {
      paths: ['/spec/taskRunSpecs/*/podTemplate'],
    }),
    versions: ['v1'],
  },
  {
    ...optional('PipelineRun', 'tekton.dev', `${TEKTON}300-pipelinerun.yaml`, ['/spec/podTemplate'], {
      paths: ['/spec/taskRunSpecs/*/taskPodTemplate'],
    }),
    versions: ['v1beta1'],
  },
  one('Job', 'batch.volcano.sh', `${VOLCANO}volcano/bases/batch.volcano.sh_jobs.yaml`, '/spec/tasks/*/template/spec'),
  one(
    'CronJob',
    'batch.volcano.sh',
    `${VOLCANO}volcano/bases/batch.volcano.sh_cronjobs.yaml`,
    '/spec/jobTemplate/spec/tasks/*/template/spec',
  ),
  one(
    'JobTemplate',
    'flow.volcano.sh',
    `${VOLCANO}jobflow/bases/flow.volcano.sh_jobtemplates.yaml`,
    '/spec/tasks/*/template/spec',
  ),
  ...['CloneSet', 'DaemonSet', 'StatefulSet', 'BroadcastJob'].map((kind) =>
    one(kind, 'apps.kruise.io', `openkruise/kruise@07169cf apis/apps/v1alpha1/${kind.toLowerCase()}_types.go`),
  ),
  one(
    'ScaledJob',
    'keda.sh',
    'kedacore/keda@8b4f083 config/crd/bases/keda.sh_scaledjobs.yaml',
    '/spec/jobTargetRef/template/spec',
  ),
  ...['Service', 'Configuration'].map((kind) => ({
    ...one(kind, 'serving.knative.dev', `${KNATIVE}${kind.toLowerCase()}.yaml`),
    note: KNATIVE_NOTE,
  })),
  {
    ...optional('InferenceService', 'serving.kserve.io', `${KSERVE}v1beta1/podspec.go`, ['/spec/predictor'], {
      paths: ['/spec/transformer', '/spec/explainer'],
    }),
    note: `as a serverless service ${KNATIVE_NOTE}`,
  },
  optional(
    'LLMInferenceService',
    'serving.kserve.io',
    `${KSERVE}v1alpha1/llm_inference_service_types.go`,
    ['/spec/template'],
    {
      neededIn: [
        { of: '/spec/prefill', field: '/template' },
        // A pool that is there already has its own.
        { of: '/spec/router/scheduler', field: '/template', unless: [{ at: '/pool/ref' }] },
      ],
      paths: ['/spec/worker', '/spec/prefill/worker'],
    },
  ),
  optional('FlinkDeployment', 'flink.apache.org', `${FLINK}flinkdeployments.flink.apache.org-v1.yml`, [POD_TEMPLATE], {
    paths: ['/spec/jobManager/podTemplate/spec', '/spec/taskManager/podTemplate/spec'],
  }),
  optional(
    'FlinkBlueGreenDeployment',
    'flink.apache.org',
    `${FLINK}flinkbluegreendeployments.flink.apache.org-v1.yml`,
    ['/spec/template/spec/podTemplate/spec'],
    {
      paths: ['/spec/template/spec/jobManager/podTemplate/spec', '/spec/template/spec/taskManager/podTemplate/spec'],
    },
  ),
  optional(
    'SparkApplication',
    'sparkoperator.k8s.io',
    `${SPARK}sparkapplications.yaml`,
    SPARK_ROLES('/spec', ['driver', 'executor']),
  ),
  optional(
    'ScheduledSparkApplication',
    'sparkoperator.k8s.io',
    `${SPARK}scheduledsparkapplications.yaml`,
    SPARK_ROLES('/spec/template', ['driver', 'executor']),
  ),
  optional(
    'SparkConnect',
    'sparkoperator.k8s.io',
    `${SPARK}sparkconnects.yaml`,
    SPARK_ROLES('/spec', ['server', 'executor']),
  ),
  optional('SparkApplication', 'spark.apache.org', `${APACHE_SPARK}sparkapplications.spark.apache.org-v1.yaml`, [
    '/spec/driverSpec/podTemplateSpec/spec',
    '/spec/executorSpec/podTemplateSpec/spec',
  ]),
  optional('SparkCluster', 'spark.apache.org', `${APACHE_SPARK}sparkclusters.spark.apache.org-v1.yaml`, [
    '/spec/masterSpec/statefulSetSpec/template/spec',
    '/spec/workerSpec/statefulSetSpec/template/spec',
  ]),
  {
    ...optional('Logging', 'logging.banzaicloud.io', `${LOGGING}loggings.yaml`, [], {
      neededIn: [
        { of: '/spec/syslogNG', field: '/statefulSet/spec/template/spec' },
        { of: '/spec/syslogNG', field: '/configCheckPod' },
      ],
    }),
    withoutField: ['/spec/fluentd', '/spec/fluentbit'],
  },
  optional('SyslogNGConfig', 'logging.banzaicloud.io', `${LOGGING}syslogngconfigs.yaml`, [
    '/spec/statefulSet/spec/template/spec',
    '/spec/configCheckPod',
  ]),
  ...Object.entries(TIDB).flatMap(([kind, name]) => [
    optional(`${kind}Group`, 'core.pingcap.com', `${TIDB_CRDS}${name}groups.yaml`, [
      '/spec/template/spec/overlay/pod/spec',
    ]),
    optional(kind, 'core.pingcap.com', `${TIDB_CRDS}${TIDB_PLURALS[name] ?? `${name}s`}.yaml`, [
      '/spec/overlay/pod/spec',
    ]),
  ]),
  optional(
    'MongoDBCommunity',
    'mongodbcommunity.mongodb.com',
    'mongodb/mongodb-kubernetes-operator@f6a53c9 config/crd/bases/mongodbcommunity.mongodb.com_mongodbcommunity.yaml',
    ['/spec/statefulSet/spec/template/spec'],
  ),
  optional('Elasticsearch', 'elasticsearch.k8s.elastic.co', elasticSource('elasticsearch/v1/elasticsearch'), [], {
    neededIn: [{ of: '/spec/nodeSets/*', field: '/podTemplate/spec' }],
  }),
  elastic('Kibana', 'kibana', 'kibana/v1/kibana', [POD_TEMPLATE]),
  elastic('ApmServer', 'apm', 'apm/v1/apmserver', [POD_TEMPLATE]),
  elastic('Logstash', 'logstash', 'logstash/v1alpha1/logstash', [POD_TEMPLATE]),
  elastic('EnterpriseSearch', 'enterprisesearch', 'enterprisesearch/v1/enterprisesearch', [POD_TEMPLATE]),
  elastic('ElasticMapsServer', 'maps', 'maps/v1alpha1/maps', [POD_TEMPLATE]),
  elastic('PackageRegistry', 'packageregistry', 'packageregistry/v1alpha1/epr', [POD_TEMPLATE]),
  elasticPart('Beat', 'beat', 'beat/v1beta1/beat', ['daemonSet', 'deployment']),
  elasticPart('Agent', 'agent', 'agent/v1alpha1/agent', ['daemonSet', 'deployment', 'statefulSet']),
  optional(
    'Pooler',
    'postgresql.cnpg.io',
    'cloudnative-pg/cloudnative-pg@a95a534 config/crd/bases/postgresql.cnpg.io_poolers.yaml',
    [TEMPLATE],
    { beside: 'containers: []' },
  ),
  optional(
    'CassandraDatacenter',
    'cassandra.datastax.com',
    'k8ssandra/cass-operator@d569729 config/crd/bases/cassandra.datastax.com_cassandradatacenters.yaml',
    ['/spec/podTemplateSpec/spec'],
    { beside: 'containers: []' },
  ),
  optional(
    'RabbitmqCluster',
    'rabbitmq.com',
    'rabbitmq/cluster-operator@06cda8e config/crd/bases/rabbitmq.com_rabbitmqclusters.yaml',
    ['/spec/override/statefulSet/spec/template/spec'],
    { beside: 'containers: []' },
  ),
  optional(
    'InnoDBCluster',
    'mysql.oracle.com',
    'mysql/mysql-operator@aec777a deploy/deploy-crds.yaml',
    ['/spec/podSpec'],
    { neededIn: [{ of: '/spec/router', field: '/podSpec' }] },
  ),
  optional(
    'Grafana',
    'grafana.integreatly.org',
    'grafana/grafana-operator@60d3ebd config/crd/bases/grafana.integreatly.org_grafanas.yaml',
    ['/spec/deployment/spec/template/spec'],
  ),
];
