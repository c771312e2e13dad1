import { TerraformProvider, Token } from 'cdktf';
import { sizeProblem } from '../deploy/outlets/helm/release-record';
import { validateKubectlImage } from '../deploy/outlets/kubectl-job';
import type { Finding } from '../validation/finding';
import { isDnsLabel } from '../validation/kubernetes-names';
import { describeValue, PROP_TYPE } from '../validation/props/prop-messages';
import { type BundleRelease, LARGEST_RELEASE_BYTES, sizeOf } from './bundle-releases';
import { NAME, NAMESPACE, NODES, TOO_LARGE } from './rules';

/** What a bundle is called, and what its releases need. */
interface BundleProps {
  readonly name?: string;
  readonly namespace?: string;
  readonly maxNodes?: number;
  readonly kubectlImage?: string;
  readonly provider?: unknown;
}

const RELEASE_NAME = /^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/;

/**
 * Holds the properties of a bundle against what Helm and Kubernetes take.
 *
 * @param path path of the construct
 * @param props the properties
 */
export function validateBundle(path: string, props: BundleProps): Finding[] {
  const { name, namespace, maxNodes, kubectlImage, provider } = props;
  const found: Finding[] = [];
  if (name !== undefined && !RELEASE_NAME.test(name)) {
    found.push(NAME.find(path, `name '${name}' cannot begin the names of Helm releases`));
  }
  if (namespace !== undefined && !Token.isUnresolved(namespace) && !isDnsLabel(namespace)) {
    found.push(NAMESPACE.find(path, `namespace '${namespace}' is not the name of a namespace`));
  }
  if (maxNodes !== undefined && !(Number.isInteger(maxNodes) && maxNodes >= 1 && maxNodes <= 15_000)) {
    found.push(NODES.find(path, `maxNodes is ${maxNodes}`));
  }
  if (provider !== undefined && !isHelmProvider(provider)) {
    const message = `provider is ${describeValue(provider)}, and must be a HelmProvider`;
    found.push(PROP_TYPE.find(path, message, 'pass new HelmProvider(...), or leave it out'));
  }
  return [...found, ...(Token.isUnresolved(kubectlImage) ? [] : validateKubectlImage(path, kubectlImage))];
}

const isHelmProvider = (value: unknown) =>
  TerraformProvider.isConstruct(value) && (value as Partial<TerraformProvider>).terraformResourceType === 'helm';

/**
 * Refuses a release that is too large.
 *
 * @param path path of the construct
 * @param release the release
 */
export function validateSize(path: string, { id, manifests }: BundleRelease): Finding[] {
  // What is small needs no compression to fit.
  if (sizeOf(manifests) <= LARGEST_RELEASE_BYTES) return [];
  const problem = sizeProblem(`the release of ${id}`, manifests, manifests);
  return problem === undefined ? [] : [TOO_LARGE.find(path, problem)];
}
