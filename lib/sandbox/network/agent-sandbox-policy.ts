import { isJsonMap, type JsonMap } from '../../deploy/objects/json-pointer';
import { apiGroupOf } from '../../deploy/objects/pod-specs';

/** What the controller of Agent Sandbox writes for a template without network rules. */
const DEFAULT_RULES = {
  ingress: [
    {
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'agent-sandbox-system' } },
          podSelector: { matchLabels: { app: 'sandbox-router' } },
        },
      ],
    },
  ],
  egress: [
    {
      to: [
        { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'] } },
        { ipBlock: { cidr: '::/0', except: ['fc00::/7', 'fe80::/10'] } },
      ],
    },
  ],
} as const;

/** Whether an object is a template of Agent Sandbox, for which its controller writes a NetworkPolicy. */
export function isSandboxTemplate({ kind, apiVersion }: JsonMap): boolean {
  return kind === 'SandboxTemplate' && apiGroupOf(apiVersion) === 'extensions.agents.x-k8s.io';
}

/**
 * The NetworkPolicy that the controller of Agent Sandbox writes for a template; undefined where it writes none.
 *
 * @param template the SandboxTemplate
 * @see https://github.com/kubernetes-sigs/agent-sandbox
 */
export function managedPolicy(template: JsonMap): JsonMap | undefined {
  const metadata = isJsonMap(template.metadata) ? template.metadata : {};
  const spec = isJsonMap(template.spec) ? template.spec : {};
  if (spec.networkPolicyManagement === 'Unmanaged') return undefined;
  const { ingress, egress } = isJsonMap(spec.networkPolicy) ? spec.networkPolicy : DEFAULT_RULES;
  const name = String(metadata.name);
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `${name}-network-policy`, namespace: metadata.namespace },
    // The controller selects by a hash of the template's name, which it alone knows.
    spec: {
      podSelector: { matchLabels: { 'agents.x-k8s.io/sandbox-template-ref-hash': name } },
      policyTypes: ['Ingress', 'Egress'],
      ingress,
      egress,
    },
  };
}
