import type { PodSpecData } from './pod-spec-paths';

const RAY_CLUSTER = (at: string) => [`${at}/headGroupSpec/template/spec`, `${at}/workerGroupSpecs/*/template/spec`];
const TEMPLATE = ['/spec/template/spec'];

/** A kind of the training operator, whose replicas are a map. */
const training = (kind: string, replicas: string): PodSpecData => ({
  kind,
  groups: ['kubeflow.org'],
  paths: [`/spec/${replicas}/*/template/spec`],
});

/**
 * Well-known custom resources that hold pod specs. Those of others are found by their containers; the table names the paths of
 * templates that may have none, because their controllers bring the containers.
 *
 * Sources: the custom resource definitions of the projects, at https://github.com/: argoproj/argo-rollouts, ray-project/kuberay,
 * kubernetes-sigs/jobset, kubernetes-sigs/lws, kubeflow/trainer, actions/actions-runner-controller, kubernetes-sigs/agent-sandbox,
 * tektoncd/pipeline, volcano-sh/volcano, openkruise/kruise, kedacore/keda, knative/serving, kubeflow/kubeflow, apache/flink-kubernetes-operator
 * and elastic/cloud-on-k8s.
 */
export const CUSTOM_POD_SPECS: readonly PodSpecData[] = [
  { kind: 'Rollout', groups: ['argoproj.io'], paths: TEMPLATE },
  { kind: 'RayCluster', groups: ['ray.io'], paths: RAY_CLUSTER('/spec') },
  {
    kind: 'RayJob',
    groups: ['ray.io'],
    paths: [...RAY_CLUSTER('/spec/rayClusterSpec'), '/spec/submitterPodTemplate/spec'],
  },
  { kind: 'RayService', groups: ['ray.io'], paths: RAY_CLUSTER('/spec/rayClusterConfig') },
  { kind: 'JobSet', groups: ['jobset.x-k8s.io'], paths: ['/spec/replicatedJobs/*/template/spec/template/spec'] },
  {
    kind: 'LeaderWorkerSet',
    groups: ['leaderworkerset.x-k8s.io'],
    paths: ['/spec/leaderWorkerTemplate/leaderTemplate/spec', '/spec/leaderWorkerTemplate/workerTemplate/spec'],
  },
  ...['TrainingRuntime', 'ClusterTrainingRuntime'].map((kind) => ({
    kind,
    groups: ['trainer.kubeflow.org'],
    paths: ['/spec/template/spec/replicatedJobs/*/template/spec/template/spec'],
  })),
  training('PyTorchJob', 'pytorchReplicaSpecs'),
  training('TFJob', 'tfReplicaSpecs'),
  training('MPIJob', 'mpiReplicaSpecs'),
  training('XGBoostJob', 'xgbReplicaSpecs'),
  training('PaddleJob', 'paddleReplicaSpecs'),
  training('JAXJob', 'jaxReplicaSpecs'),
  { kind: 'Notebook', groups: ['kubeflow.org'], paths: TEMPLATE },
  { kind: 'AutoscalingRunnerSet', groups: ['actions.github.com'], paths: TEMPLATE },
  { kind: 'EphemeralRunnerSet', groups: ['actions.github.com'], paths: ['/spec/ephemeralRunnerSpec/spec'] },
  {
    kind: 'RunnerDeployment',
    groups: ['actions.summerwind.dev'],
    paths: TEMPLATE,
    mayLackContainers: true,
  },
  { kind: 'Sandbox', groups: ['agents.x-k8s.io'], paths: ['/spec/podTemplate/spec'] },
  { kind: 'SandboxTemplate', groups: ['extensions.agents.x-k8s.io'], paths: ['/spec/podTemplate/spec'] },
  { kind: 'TaskRun', groups: ['tekton.dev'], paths: ['/spec/podTemplate'], mayLackContainers: true },
  {
    kind: 'PipelineRun',
    groups: ['tekton.dev'],
    paths: ['/spec/taskRunTemplate/podTemplate'],
    mayLackContainers: true,
  },
  { kind: 'Job', groups: ['batch.volcano.sh'], paths: ['/spec/tasks/*/template/spec'] },
  ...['CloneSet', 'DaemonSet', 'StatefulSet'].map((kind) => ({ kind, groups: ['apps.kruise.io'], paths: TEMPLATE })),
  { kind: 'ScaledJob', groups: ['keda.sh'], paths: ['/spec/jobTargetRef/template/spec'] },
  ...['Service', 'Configuration'].map((kind) => ({
    kind,
    groups: ['serving.knative.dev'],
    paths: TEMPLATE,
    note: 'the webhook of Knative refuses runtimeClassName until kubernetes.podspec-runtimeclassname is "enabled" in its ConfigMap config-features',
  })),
  {
    kind: 'FlinkDeployment',
    groups: ['flink.apache.org'],
    paths: ['/spec/podTemplate/spec'],
    mayLackContainers: true,
  },
  {
    kind: 'Elasticsearch',
    groups: ['elasticsearch.k8s.elastic.co'],
    paths: ['/spec/nodeSets/*/podTemplate/spec'],
    mayLackContainers: true,
  },
];

/** Kinds whose controllers make pods from fields of their own. */
export interface OwnPodFieldsData {
  readonly groups: readonly string[];
  readonly kinds: readonly string[];

  /** JSON pointers to the fields that take the name of a RuntimeClass; none where nobody knows one. */
  readonly fields: readonly string[];

  /** What to write into the field, where it is not the name alone, with `%s` for the name. */
  readonly value?: string;

  /** Where else the class can be set. */
  readonly elsewhere?: string;
}

/**
 * Well-known custom resources that make pods and hold no pod spec. What looks like one in them is something else.
 *
 * Sources: the custom resource definitions of the projects, at https://github.com/: argoproj/argo-workflows, tektoncd/pipeline,
 * kubeflow/spark-operator, prometheus-operator/prometheus-operator, VictoriaMetrics/operator, cloudnative-pg/cloudnative-pg,
 * zalando/postgres-operator, percona/percona-xtradb-cluster-operator and strimzi/strimzi-kafka-operator.
 */
export const OWN_POD_FIELDS: readonly OwnPodFieldsData[] = [
  {
    groups: ['argoproj.io'],
    kinds: ['Workflow', 'WorkflowTemplate', 'ClusterWorkflowTemplate'],
    fields: ['/spec/podSpecPatch'],
    value: '{"runtimeClassName": "%s"}',
    elsewhere: 'workflowDefaults of the workflow controller holds for all workflows',
  },
  {
    groups: ['argoproj.io'],
    kinds: ['CronWorkflow'],
    fields: ['/spec/workflowSpec/podSpecPatch'],
    value: '{"runtimeClassName": "%s"}',
    elsewhere: 'workflowDefaults of the workflow controller holds for all workflows',
  },
  {
    groups: ['tekton.dev'],
    kinds: ['Task', 'ClusterTask', 'Pipeline'],
    fields: [],
    elsewhere:
      'the podTemplate of each run, or default-pod-template in the ConfigMap config-defaults, takes runtimeClassName',
  },
  {
    groups: ['sparkoperator.k8s.io'],
    kinds: ['SparkApplication'],
    fields: ['/spec/driver/template/spec/runtimeClassName', '/spec/executor/template/spec/runtimeClassName'],
  },
  {
    groups: ['monitoring.coreos.com'],
    kinds: ['Alertmanager', 'Prometheus', 'PrometheusAgent', 'ThanosRuler'],
    fields: [],
  },
  {
    groups: ['operator.victoriametrics.com'],
    kinds: ['VMAgent', 'VMAlert', 'VMAlertmanager', 'VMAuth', 'VMSingle'],
    fields: ['/spec/runtimeClassName'],
  },
  { groups: ['postgresql.cnpg.io'], kinds: ['Cluster'], fields: [] },
  { groups: ['acid.zalan.do'], kinds: ['postgresql'], fields: [] },
  { groups: ['pxc.percona.com'], kinds: ['PerconaXtraDBCluster'], fields: ['/spec/pxc/runtimeClassName'] },
  { groups: ['kafka.strimzi.io'], kinds: ['Kafka', 'KafkaConnect', 'KafkaNodePool'], fields: [] },
];
