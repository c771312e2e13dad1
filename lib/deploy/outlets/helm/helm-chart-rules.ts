import type { Finding } from '../../../validation/finding';
import { isDnsLabel } from '../../../validation/kubernetes-names';
import { describeObject, type Manifest } from '../../manifest';
import type { DeploymentPart } from '../../order/deployment-parts';
import { DeploymentRole } from '../../order/deployment-role';
import { validateKubectlImage } from '../kubectl-job';
import * as rules from '../rules';
import type { ChartFile } from './helm-templates';
import type { HelmValue } from './helm-value';
import { sizeProblem } from './release-record';

/** What a chart is called, and what its Job needs. */
interface ChartProps {
  readonly name: string;
  readonly version: string;
  readonly appVersion?: string;
  readonly removalNamespace?: string;
  readonly removalTimeoutSeconds?: number;
  readonly kubectlImage?: string;
}

const NAME = /^[a-z]([a-z0-9-]{0,48}[a-z0-9])?$/;

/** As https://semver.org gives it. */
const VERSION =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*)(\.(0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*))*)?(\+[\dA-Za-z-]+(\.[\dA-Za-z-]+)*)?$/;

/** A week: nobody waits longer, and a Job takes no more than fits into 32 bits. */
const LONGEST_REMOVAL = 7 * 24 * 3600;

/**
 * Holds the properties of a chart against what Helm and Kubernetes take.
 *
 * @param where path of the construct that is written
 * @param props the properties
 */
export function validateChart(where: string, props: ChartProps): Finding[] {
  const { name, version, appVersion, removalNamespace, removalTimeoutSeconds: seconds } = props;
  const found: Finding[] = [];
  if (!NAME.test(name)) found.push(rules.CHART_NAME.find(where, `name '${name}' is not the name of a Helm chart`));
  if (!VERSION.test(version)) {
    found.push(rules.CHART_VERSION.find(where, `version '${version}' is not a semantic version`));
  }
  if (appVersion === '') found.push(rules.CHART_VERSION.find(where, `appVersion '' is not a version`));
  if (removalNamespace !== undefined && !isDnsLabel(removalNamespace)) {
    const message = `removalNamespace '${removalNamespace}' is not the name of a namespace`;
    found.push(rules.REMOVAL_JOB.find(where, message));
  }
  if (seconds !== undefined && !(Number.isInteger(seconds) && seconds > 0 && seconds <= LONGEST_REMOVAL)) {
    const message = `removalTimeoutSeconds is ${seconds}`;
    found.push(rules.REMOVAL_JOB.find(where, message, `give a whole number from 1 to ${LONGEST_REMOVAL}`));
  }
  return [...found, ...validateKubectlImage(where, props.kubectlImage)];
}

/** A value, and what was found for it in the chart. */
export interface FoundValue {
  readonly value: HelmValue;
  readonly manifest?: Manifest;
  readonly default?: unknown;
}

const holdsClass = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).some(([key, inner]) => key === 'runtimeClassName' || holdsClass(inner));

/** Kinds that decide what the API server takes. */
const ADMISSION = /^(Validating|Mutating)(AdmissionPolicy(Binding)?|WebhookConfiguration)$/;

/** Whether a place decides that pods run in VMs: the class of a pod, its handler, and policies that hold pods to it. */
const decidesRuntime = ({ value, manifest, default: it }: FoundValue) =>
  value.keys.includes('runtimeClassName') ||
  holdsClass(it) ||
  (manifest?.kind === 'RuntimeClass' && value.keys[0] === 'handler') ||
  ADMISSION.test(manifest?.kind ?? '');

/** By these others know an object: pods their service account, and the removal what it removes. */
const IDENTITY = ['/apiVersion', '/kind', '/metadata', '/metadata/name', '/metadata/namespace'];

const startsWith = (whole: readonly string[], start: readonly string[]) =>
  start.every((part, at) => whole[at] === part);

/**
 * Holds values against the objects that they lead to, and against each other.
 *
 * @param where path of the construct that is written
 * @param found the values
 */
export function validateValues(where: string, found: readonly FoundValue[]): Finding[] {
  return found.flatMap((it, index) => {
    const { value, manifest } = it;
    const field = `value ${value.name} (${value.pointer})`;
    if (manifest === undefined) return [rules.VALUE_TARGET.find(where, `${field}: its object is not in the chart`)];
    const object = describeObject(manifest);
    if (it.default === undefined) return [rules.VALUE_TARGET.find(where, `${field}: ${object} has nothing there`)];
    if (decidesRuntime(it)) {
      return [
        rules.VALUE_OF_SANDBOX.find(where, `${field} would let whoever installs the chart take pods out of their VMs`),
      ];
    }
    if (IDENTITY.includes(`/${value.keys.join('/')}`)) {
      return [rules.VALUE_IDENTITY.find(where, `${field} is what others know ${object} by`)];
    }
    const twin = found.slice(0, index).find((other) => {
      const names = startsWith(value.path, other.value.path) || startsWith(other.value.path, value.path);
      const places = startsWith(value.keys, other.value.keys) || startsWith(other.value.keys, value.keys);
      return names || (other.manifest === manifest && places);
    });
    if (twin === undefined) return [];
    const message = `${field} and ${twin.value.name} (${twin.value.pointer}) have one name or lead to one place`;
    return [rules.VALUE_TWICE.find(where, message)];
  });
}

/**
 * Finds what Helm would not install as it is written: Pods that come before their class, and templates that it takes for parts of
 * others.
 *
 * @param parts the objects
 */
export function validateParts(parts: readonly DeploymentPart[]): Finding[] {
  const classes = new Set(
    parts
      .filter(({ role }) => role !== DeploymentRole.ACCESS)
      .flatMap(({ manifests }) =>
        manifests.filter(({ kind }) => kind === 'RuntimeClass').map(({ metadata }) => metadata.name),
      ),
  );
  return parts.flatMap(({ path: where, name, manifests }) => [
    ...(name.startsWith('_') ? [rules.TEMPLATE_NAME.find(where)] : []),
    ...manifests
      .filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'Pod')
      .filter(({ spec }) => classes.has((spec as { runtimeClassName?: string }).runtimeClassName ?? ''))
      .map((pod) => rules.BARE_POD.find(where, `${describeObject(pod)} is a Pod: ${rules.BARE_POD.meaning}`)),
  ]);
}

/**
 * Refuses a chart that is too large.
 *
 * @param where path of the construct that is written
 * @param files the files of the chart
 * @param parts the objects
 */
export function validateSize(where: string, files: readonly ChartFile[], parts: readonly DeploymentPart[]): Finding[] {
  const objects = parts.flatMap(({ manifests }) => manifests);
  const problem = sizeProblem('a release of the chart', files, objects);
  return problem === undefined ? [] : [rules.CHART_SIZE.find(where, problem)];
}
