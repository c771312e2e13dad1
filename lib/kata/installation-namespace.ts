import { ApiObject, App } from 'cdk8s';
import type { Construct } from 'constructs';
import { apiObjects } from '../deploy/objects/api-objects';
import { Findings } from '../validation/findings';
import type { KataInstallation } from './install/kata-installation';

/** Namespaces that every cluster has, and that nobody can delete. */
const OF_KUBERNETES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/**
 * Makes the namespace of an installation, which admits its pods: they mount folders of the node.
 *
 * It is left out where the tree holds a namespace of the same name, also one that is added later.
 *
 * @param scope where it goes, as its first object
 * @param installation the installation
 * @param create whether it is made; undefined to make it unless every cluster has it
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export function installationNamespace(
  scope: Construct,
  { namespace, objectMetadata }: KataInstallation,
  create: boolean | undefined,
): void {
  if (OF_KUBERNETES.includes(namespace) || create === false) return;
  const id = 'namespace';
  const made = new ApiObject(scope, id, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      labels: { ...objectMetadata.labels, 'pod-security.kubernetes.io/enforce': 'privileged' },
    },
  });
  const isOther = (it: ApiObject) => it !== made && it.kind === 'Namespace' && it.name === namespace;
  const makeWay = () => {
    if (apiObjects(scope.node.root).some(isOther)) scope.node.tryRemoveChild(id);
    return [];
  };
  Findings.of(scope).add(makeWay, { at: App.of(scope) });
}
