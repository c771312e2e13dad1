import { type Finding, Severity } from '../../../validation/finding';
import { validateRelease } from '../../catalogue/release-rules';
import { foundAt } from '../../kata-rule';
import { RULES } from '../../rules';
import { contractOf } from '../contracts/contract-of';
import { KubernetesDistribution } from '../kubernetes-distribution';
import * as errors from '../messages';
import type { ResolvedInstallation } from '../resolved-installation';
import * as containerdErrors from './containerd-messages';
import { settingsFindings } from './installation-rules';
import { handlerOfAnotherShim } from './shim-messages';
import { validateErofs } from './snapshotter-rules';

/** What a program says beside its installation. */
export interface RiskContext {
  /**
   * Version of the cluster's Kubernetes.
   *
   * @default - not known
   */
  readonly kubernetesVersion?: string;

  /**
   * Whether the nodes are named one by one.
   *
   * @default false
   */
  readonly namesNodes?: boolean;
}

/** What is legal and risky about an installation. */
export function validateRisks(installation: ResolvedInstallation, context: RiskContext = {}): Finding[] {
  const { path, release, multiInstallSuffix, containerd, containerdVersion, usesDevmapper } = installation;
  const field = usesDevmapper ? 'devmapper' : 'containerd.userDropIn';
  const needsDropIns = usesDevmapper || containerd.userDropIn !== undefined;
  const unknown = [
    ...(multiInstallSuffix === undefined ? [] : [containerdErrors.multiInstallUnknownContainerd(multiInstallSuffix)]),
    ...(needsDropIns ? [containerdErrors.dropInUnknownContainerd(field)] : []),
  ];
  const { kubernetesVersion } = context;
  return [
    ...validateRelease({ path, release, shims: installation.shims, kubernetesVersion }),
    ...validateNodes(installation, context),
    ...(containerdVersion === undefined ? unknown : []).map((it) => foundAt(path, it)),
    ...validateErofs(installation),
    ...validateSelinux(installation),
    ...validateHandlers(installation),
    ...settingsFindings(installation).filter(({ severity }) => severity === Severity.WARNING),
  ];
}

/** Whether the program gives a placement. */
function validateNodes(installation: ResolvedInstallation, { namesNodes = false }: RiskContext): Finding[] {
  const { affinity, hasPools, nodeFeatureDiscovery, path, placement } = installation;
  const isPlaced = placement !== undefined || hasPools || namesNodes || nodeFeatureDiscovery || affinity !== undefined;
  return isPlaced ? [] : [RULES.noPlacement.find(path, errors.noPlacement())];
}

/** Distributions whose nodes commonly enforce SELinux, by policies of their own. */
const SELINUX: readonly KubernetesDistribution[] = [KubernetesDistribution.RKE2, KubernetesDistribution.K3S];

/** An installer whose container is not privileged has no SELinux type with which it may write to the node. */
function validateSelinux({ distribution, path, release }: ResolvedInstallation): Finding[] {
  if (contractOf(release).isPrivileged || !SELINUX.includes(distribution)) return [];
  const option = release.data.installer.chartLoadsSelinuxPolicy
    ? "; selinux.enabled of upstream's chart, which loads a policy of its own, has no option here"
    : '';
  const message = `kata-deploy ${release.version} fails on nodes that enforce SELinux, as those of ${distribution} may (kata-containers#13751)${option}`;
  return [RULES.selinux.find(path, message)];
}

/** A custom runtime under the name that upstream gives a shim, as for workloads that name it already. */
function validateHandlers({ customRuntimes, path, release }: ResolvedInstallation): Finding[] {
  const shims = Object.keys(release.data.shims);
  return customRuntimes.flatMap(({ handler, shim }) => {
    const meant = shims.find((name) => `kata-${name}` === handler);
    return meant === undefined || meant === shim.name
      ? []
      : [RULES.handlerName.find(path, handlerOfAnotherShim(handler, shim.name, meant))];
  });
}
