import { Yaml } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { assertNoErrors } from '../../../validation/finding';
import { assertProps } from '../../../validation/props';
import { describeObject } from '../../manifest';
import { assertInApp } from '../../order/app-scope';
import { type DeploymentPart, deploymentParts } from '../../order/deployment-parts';
import { defaultAccountJobs, isDefaultAccount } from '../default-accounts';
import { KUBECTL_IMAGE } from '../kubectl-job';
import { replaceFolder } from '../replace-folder';
import { type FoundValue, validateChart, validateParts, validateSize, validateValues } from './helm-chart-rules';
import { helmRemoval } from './helm-removal';
import { type ChartFile, chartTemplates, chartValues, type PlacedValue, templateOf } from './helm-templates';
import type { HelmValue } from './helm-value';

/** Properties of a Helm chart. */
export interface HelmChartProps {
  /** Name of the chart: at most 50 lower-case letters, digits and dashes. */
  readonly name: string;

  /** Version of the chart, such as `1.2.3`. */
  readonly version: string;

  /**
   * Version of what the chart installs.
   *
   * @default - the chart's version
   */
  readonly appVersion?: string;

  /**
   * One sentence about the chart.
   *
   * @default - 'Kubernetes objects written by cdk-kata'
   */
  readonly description?: string;

  /**
   * What whoever installs the chart may change. The program's values are the defaults.
   *
   * @default - nothing
   */
  readonly values?: readonly HelmValue[];

  /**
   * Namespace of the Job that removes pods in the right order, and of the one that changes default service accounts.
   *
   * @default 'kube-system'
   */
  readonly removalNamespace?: string;

  /**
   * Image with `kubectl` as its entry point, for these Jobs.
   *
   * @default 'registry.k8s.io/kubectl:v1.33.0'
   */
  readonly kubectlImage?: string;

  /**
   * Longest duration of a removal, in seconds. The installer goes over its nodes one at a time.
   *
   * @default 3600
   */
  readonly removalTimeoutSeconds?: number;
}

/**
 * Writes a tree as a Helm chart.
 *
 * Helm applies the objects by kind. On `helm uninstall`, a Job of the chart first removes the workloads and then the installer, and
 * waits for their pods, so that nodes are cleaned up before the permissions go.
 *
 * @example
 * HelmChart.write(app, 'chart', { name: 'sandboxes', version: '1.0.0' });
 *
 * @see https://helm.sh/docs/topics/charts/
 */
export class HelmChart {
  /**
   * Writes the chart. What an earlier run wrote into the folder is replaced as a whole.
   *
   * @param scope an app, a chart, or any construct that holds charts
   * @param directory the folder of the chart
   * @param props name, version and values
   * @returns the paths of the files, in the folder
   * @throws when a validation fails, and for what Helm cannot install
   */
  public static write(scope: IConstruct, directory: string, props: HelmChartProps): string[] {
    const files = HelmChart.files(scope, props);
    replaceFolder(directory, files);
    return files.map((file) => file.path);
  }

  private static files(scope: IConstruct, props: HelmChartProps): ChartFile[] {
    assertInApp(scope);
    const where = scope.node.path;
    assertProps('HelmChartProps', props, where);
    assertNoErrors(validateChart(where, props));
    const parts = deploymentParts(scope);
    // Kubernetes makes default service accounts by itself: a hook changes them.
    const installed = parts
      .map((part) => ({ ...part, manifests: part.manifests.filter((it) => !isDefaultAccount(it)) }))
      .filter(({ manifests }) => manifests.length > 0);
    const placed = (props.values ?? []).map((value) => place(value, installed));
    assertNoErrors([...validateValues(where, placed), ...validateParts(parts)]);
    const known = placed.filter((it): it is PlacedValue & { default: unknown } => it.manifest !== undefined);
    const job = {
      namespace: props.removalNamespace ?? 'kube-system',
      image: props.kubectlImage ?? KUBECTL_IMAGE,
      timeoutSeconds: props.removalTimeoutSeconds ?? 3600,
    };
    const removal = helmRemoval(parts, { ...job, name: `${props.name}-removal` });
    const objects = parts.flatMap((part) => part.manifests);
    const accounts = defaultAccountJobs(objects, { ...job, name: `${props.name}-accounts`, timeoutSeconds: 600 });
    const files = [
      { path: 'Chart.yaml', text: Yaml.stringify(chartYaml(props)) },
      { path: '.helmignore', text: '.cdk-kata-files\n' },
      ...chartValues(known),
      ...chartTemplates(installed, known),
      ...(removal.length === 0 ? [] : [{ path: 'templates/removal-hook.yaml', text: templateOf(removal) }]),
      ...(accounts.length === 0 ? [] : [{ path: 'templates/accounts-hook.yaml', text: templateOf(accounts) }]),
      { path: 'templates/NOTES.txt', text: notes(parts) },
    ];
    assertNoErrors(validateSize(where, files, parts));
    return files;
  }

  private constructor() {}
}

function chartYaml({ name, version, appVersion, description }: HelmChartProps): object {
  return {
    apiVersion: 'v2',
    name,
    description: description ?? 'Kubernetes objects written by cdk-kata',
    type: 'application',
    version,
    appVersion: appVersion ?? version,
  };
}

function notes(parts: readonly DeploymentPart[]): string {
  const objects = parts.flatMap(({ manifests }) => manifests);
  const classes = objects.filter(({ kind }) => kind === 'RuntimeClass').map(({ metadata }) => metadata.name);
  return [
    `{{ .Release.Name }} has ${objects.length} objects.`,
    ...(classes.length === 0
      ? []
      : ['', 'Pods run in VMs with one of these RuntimeClasses:', ...classes.map((it) => `  ${it}`)]),
    '',
    'helm uninstall removes the workloads first, then the installer, and waits for their pods. Give it time:',
    '  helm uninstall {{ .Release.Name }} --namespace {{ .Release.Namespace }} --timeout 1h',
    '',
  ].join('\n');
}

/** Finds the object of a value among those that are written, and what the program says there. */
function place(value: HelmValue, parts: readonly DeploymentPart[]): FoundValue {
  const { kind, metadata, apiVersion } = value.object.toJson();
  const manifest = parts
    .flatMap((part) => part.manifests)
    .find((it) => it.apiVersion === apiVersion && describeObject(it) === describeObject({ kind, metadata }));
  if (manifest === undefined) return { value };
  let at: unknown = manifest;
  for (const key of value.keys) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return { value, manifest };
    at = (at as Record<string, unknown>)[key];
  }
  return { value, manifest, default: at };
}
