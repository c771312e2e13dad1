import { Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';

export const CHART_NAME = new Rule({
  id: 'deploy/helm-chart-name',
  severity: Severity.ERROR,
  meaning: 'name is not the name of a Helm chart',
  fix: 'use at most 50 lower-case letters, digits and dashes, beginning with a letter and ending with a letter or digit',
});

export const CHART_VERSION = new Rule({
  id: 'deploy/helm-chart-version',
  severity: Severity.ERROR,
  meaning: 'version is not a semantic version',
  fix: 'write it as 1.2.3',
});

export const VALUE_TARGET = new Rule({
  id: 'deploy/helm-value-target',
  severity: Severity.ERROR,
  meaning: 'a HelmValue does not lead to a value of an object in the chart',
  fix: 'take the pointer from the object as it is written',
});

export const VALUE_TWICE = new Rule({
  id: 'deploy/helm-value-twice',
  severity: Severity.ERROR,
  meaning: 'two values have the same name, or lead to the same field',
  fix: 'remove one of them, or give it another name',
});

export const VALUE_OF_SANDBOX = new Rule({
  id: 'deploy/helm-value-of-sandbox',
  severity: Severity.ERROR,
  meaning: 'a HelmValue would let whoever installs the chart take pods out of their VMs',
  fix: 'let the value lead to a single field that has nothing to do with RuntimeClasses and admission policies',
});

export const VALUE_IDENTITY = new Rule({
  id: 'deploy/helm-value-identity',
  severity: Severity.ERROR,
  meaning: 'a HelmValue would change a name or label by which other objects, or the removal, find an object',
  fix: 'let it lead to another field; names stay those of the program',
});

export const TEMPLATE_NAME = new Rule({
  id: 'deploy/helm-template-name',
  severity: Severity.ERROR,
  meaning: 'the name of the chart begins with _, and Helm does not install what such a file holds',
  fix: 'give the chart another id',
});

export const REMOVAL_JOB = new Rule({
  id: 'deploy/removal-job',
  severity: Severity.ERROR,
  meaning: 'the Job that waits for pods, or deletes them, would be refused or would never end',
  fix: 'name a namespace by lower-case letters, digits and dashes',
});

export const KUBECTL_PINNED = new Rule({
  id: 'deploy/kubectl-image',
  severity: Severity.ERROR,
  meaning:
    'kubectlImage is not an image with a full version or a digest: its content could change before the removal needs it',
  fix: 'write it as registry/kubectl:v1.33.0 or registry/kubectl@sha256:...',
});

export const BARE_POD = new Rule({
  id: 'deploy/helm-bare-pod',
  severity: Severity.ERROR,
  meaning: 'Helm makes Pods before the RuntimeClasses of the same chart, and the API server refuses them then',
  fix: 'use a Deployment or a Job, whose controller tries again, or put the Pod into another chart',
});

export const CHART_SIZE = new Rule({
  id: 'deploy/helm-chart-size',
  severity: Severity.ERROR,
  meaning: 'a release of the chart would be larger than the Secret in which Helm keeps it',
  fix: 'write several charts, each from a part of the tree, or take another outlet',
});

export const LAYOUT_NAME = new Rule({
  id: 'deploy/layout-name',
  severity: Severity.ERROR,
  meaning: 'a name of a GitOps layout is not the name of a Kubernetes object',
  fix: 'use at most 40 lower-case letters, digits and dashes, beginning and ending with a letter or digit',
});

export const LAYOUT_PATH = new Rule({
  id: 'deploy/layout-path',
  severity: Severity.ERROR,
  meaning: 'path is not a path inside of the repository',
  fix: 'write it from the root of the repository with slashes between, and none in front, such as clusters/prod',
});

export const LAYOUT_SOURCE = new Rule({
  id: 'deploy/layout-source',
  severity: Severity.ERROR,
  meaning: 'repoUrl is not the address of a repository',
  fix: 'write it as https://host/owner/name.git, or as git@host:owner/name.git',
});

export const LAYOUT_CREDENTIALS = new Rule({
  id: 'deploy/layout-credentials',
  severity: Severity.ERROR,
  meaning: 'repoUrl or server has credentials, which would be written into the Application',
  fix: 'leave them out, and give Argo CD a Secret for the repository, or for the cluster',
});

export const LAYOUT_SERVER = new Rule({
  id: 'deploy/layout-server',
  severity: Severity.ERROR,
  meaning: 'server is not the address of an API server',
  fix: 'write it as https://host, or leave it out for the cluster of Argo CD',
});

export const LAYOUT_REVISION = new Rule({
  id: 'deploy/layout-revision',
  severity: Severity.ERROR,
  meaning: 'targetRevision is not a branch, a tag or a commit',
  fix: 'write it without spaces, or leave it out for HEAD',
});

export const LAYOUT_DURATION = new Rule({
  id: 'deploy/layout-duration',
  severity: Severity.ERROR,
  meaning: 'a duration is not written as Go writes it',
  fix: 'write it as 30s, 10m or 1h30m',
});

export const REMOVAL_JOBS = new Rule({
  id: 'deploy/removal-jobs',
  severity: Severity.ERROR,
  meaning: 'Jobs install Kata, and it stays on the nodes when they are deleted',
  fix: 'set uninstall: true in jobs and write the manifests again; the commands then clean the nodes first',
});

export const REMOVAL_CLEANUP = new Rule({
  id: 'deploy/removal-cleanup',
  severity: Severity.ERROR,
  meaning:
    'a KataCleanup shares a file with other objects, with which it would go before the installer has left its label',
  fix: "give it a chart of its own: new KataCleanup(new Chart(app, 'cleanup'), 'cleanup', { installation })",
});

export const FOLDER = new Rule({
  id: 'deploy/folder',
  severity: Severity.ERROR,
  meaning: 'files cannot be written into the folder, or would replace some that no earlier run wrote',
  fix: 'move what is there away, or write to another folder',
});

export const FILE_TWICE = new Rule({
  id: 'deploy/file-twice',
  severity: Severity.ERROR,
  meaning: 'two parts of the program would be written to one file',
  fix: 'give a chart another id, or an object another name',
});

export const VALUE_NAME = new Rule({
  id: 'deploy/helm-value-name',
  severity: Severity.ERROR,
  meaning: 'the name of a HelmValue cannot be used in templates',
  fix: 'write words of letters and digits with dots between them, such as web.replicas',
});

/** Every rule of the outlets. */
export const OUTLET_RULES: readonly Rule[] = [
  FOLDER,
  FILE_TWICE,
  VALUE_NAME,
  CHART_NAME,
  CHART_VERSION,
  VALUE_TARGET,
  VALUE_TWICE,
  VALUE_OF_SANDBOX,
  VALUE_IDENTITY,
  TEMPLATE_NAME,
  REMOVAL_JOB,
  KUBECTL_PINNED,
  BARE_POD,
  CHART_SIZE,
  LAYOUT_NAME,
  LAYOUT_PATH,
  LAYOUT_SOURCE,
  LAYOUT_CREDENTIALS,
  LAYOUT_SERVER,
  LAYOUT_REVISION,
  LAYOUT_DURATION,
  REMOVAL_JOBS,
  REMOVAL_CLEANUP,
];
