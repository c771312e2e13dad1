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

interface SandboxTemplateManifest {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: {
    readonly networkPolicyManagement?: string;
    readonly networkPolicy?: { readonly ingress?: readonly object[]; readonly egress?: readonly object[] };
  };
}

/** Whether an object is a template of Agent Sandbox, for which its controller writes a NetworkPolicy. */
export function isSandboxTemplate({ kind, apiVersion }: { kind?: string; apiVersion?: string }): boolean {
  return kind === 'SandboxTemplate' && apiVersion?.split('/')[0] === 'extensions.agents.x-k8s.io';
}

/**
 * The NetworkPolicy that the controller of Agent Sandbox writes for a template; undefined where it writes none.
 *
 * @param template the SandboxTemplate
 * @see https://github.com/kubernetes-sigs/agent-sandbox
 */
export function managedPolicy(template: object): object | undefined {
  const { metadata = {}, spec = {} } = template as SandboxTemplateManifest;
  if (spec.networkPolicyManagement === 'Unmanaged') return undefined;
  const { ingress = [], egress = [] } = spec.networkPolicy ?? DEFAULT_RULES;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `${metadata.name}-network-policy`, namespace: metadata.namespace },
    // The controller selects by a hash of the template's name, which it alone knows.
    spec: {
      podSelector: { matchLabels: { 'agents.x-k8s.io/sandbox-template-ref-hash': metadata.name } },
      policyTypes: ['Ingress', 'Egress'],
      ingress,
      egress,
    },
  };
}
