import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { suffixed } from '../install/installation';
import type { KataInstallerOptions } from '../install/kata-installer-options';
import { objectLabels } from '../install/object-labels';
import { installerSettings } from '../install/resolve-installation';

/** Properties of `KataNodeFeatureRule`. */
export interface KataNodeFeatureRuleProps extends KataInstallerOptions {}

/**
 * Tells node feature discovery how many keys for confidential guests a node has, as resources that RuntimeClasses of SEV-SNP
 * and TDX shims then count (`nodeFeatureDiscovery` of `KataRuntime`).
 *
 * Node feature discovery itself, and its custom resource, must be in the cluster.
 *
 * @see https://kubernetes-sigs.github.io/node-feature-discovery/stable/usage/custom-resources.html#nodefeaturerule
 */
export class KataNodeFeatureRule extends Construct {
  /** The rule. */
  public readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: KataNodeFeatureRuleProps = {}) {
    super(scope, id);
    const settings = installerSettings(props);
    const rule = (name: string, label: string, resource: string, count: string, feature: string) => ({
      name,
      labels: { [label]: 'true' },
      extendedResources: { [resource]: `@cpu.security.${count}` },
      matchFeatures: [{ feature: 'cpu.security', matchExpressions: { [feature]: { op: 'Exists' } } }],
    });
    this.apiObject = new ApiObject(this, 'Resource', {
      apiVersion: 'nfd.k8s-sigs.io/v1alpha1',
      kind: 'NodeFeatureRule',
      metadata: {
        name: suffixed('kata-tee-keys', settings.suffix),
        ...objectLabels(settings),
      },
      spec: {
        rules: [
          rule(
            'amd.sev-snp',
            'amd.feature.node.kubernetes.io/snp',
            'sev-snp.amd.com/esids',
            'sev.encrypted_state_ids',
            'sev.snp.enabled',
          ),
          rule(
            'intel.tdx',
            'intel.feature.node.kubernetes.io/tdx',
            'tdx.intel.com/keys',
            'tdx.total_keys',
            'tdx.enabled',
          ),
        ],
      },
    });
  }
}
