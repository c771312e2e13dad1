/**
 * Nodes that can run VMs, by the labels that node feature discovery gives them. On other architectures than amd64 it does
 * not look yet.
 *
 * Source: `nfdVirtualizationNodeAffinity` in `templates/_helpers.tpl` of the kata-deploy chart 4.1.0.
 */

const among = (key: string, ...values: string[]) => ({ key, operator: 'In', values });
const arch = (...names: string[]) => among('kubernetes.io/arch', ...names);
const cpuid = (flag: string) => among(`feature.node.kubernetes.io/cpu-cpuid.${flag}`, 'true');

/** Terms of a node affinity; a node has to fit one. */
export const VIRTUALIZATION_TERMS = [
  { matchExpressions: [cpuid('VMX'), arch('amd64')] },
  { matchExpressions: [cpuid('SVM'), arch('amd64')] },
  { matchExpressions: [arch('arm64', 'aarch64')] },
  { matchExpressions: [arch('s390x')] },
  { matchExpressions: [arch('ppc64le')] },
  { matchExpressions: [arch('riscv64')] },
] as const;
