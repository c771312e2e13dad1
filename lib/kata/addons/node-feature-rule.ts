import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { assertInChart } from '../../deploy/below-app';
import { assertProps } from '../../validation/props';
import type { KataInstallation } from '../install/kata-installation';

/** Properties of `KataNodeFeatureRule`. */
export interface KataNodeFeatureRuleProps {
  /** The installation whose RuntimeClasses count the keys. */
  readonly installation: KataInstallation;
}

/**
 * Tells node feature discovery how many keys for confidential guests a node has, as resources that RuntimeClasses of SEV-SNP
 * and TDX shims then count (`nodeFeatureDiscovery` of `KataRuntime`).
 *
 * Node feature discovery itself, and its custom resource, must be in the cluster.
 *
 * @see https://kubernetes-sigs.github.io/node-feature-discovery/stable/usage/custom-resources.html#nodefeaturerule
 *
 * @example
 * new KataNodeFeatureRule(chart, 'keys', { installation: new KataInstallation({ nodeFeatureDiscovery: true }) });
 */
export class KataNodeFeatureRule extends Construct {
  /** The rule. */
  public readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: KataNodeFeatureRuleProps) {
    super(scope, id);
    assertInChart(this);
    assertProps('KataNodeFeatureRuleProps', props, this.node.path);
    const { installation } = props;
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
        name: installation.objectName('kata-tee-keys'),
        ...installation.objectMetadata,
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
