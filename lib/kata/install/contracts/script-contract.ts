import { KATA_RUNTIME_LABEL } from '../../../contract/node-labels';
import { CONTAINERD_CONFIG_DIRS } from '../../../data/kata/host-paths';
import type { Finding } from '../../../validation/finding';
import { devmapperNeedsDropIns } from '../../devmapper/messages';
import { KubernetesDistribution } from '../kubernetes-distribution';
import {
  distributionUnknownToScript,
  notInScriptContract,
  scriptOnlyInKubeSystem,
  startupTaintsNeverLifted,
} from '../messages';
import type { ResolvedInstallation } from '../resolved-installation';
import type { EnvVar, InstallerConfig, InstallerContract, ObjectMetadata, PolicyRule } from './installer-contract';

const SCRIPT = '/opt/kata-artifacts/scripts/kata-deploy.sh';

/** Settings of a shim that the script, whose variables are global, does not know. */
const UNKNOWN_SHIM_SETTINGS = [
  'dropIn',
  'forceGuestPull',
  'noProxy',
  'httpsProxy',
  'allowedHypervisorAnnotations',
  'architectures',
] as const;

/**
 * kata-deploy until 3.24: a bash script in a privileged container, told what to do by variables without an architecture.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/3.14.0/tools/packaging/kata-deploy/scripts/kata-deploy.sh
 */
export class ScriptContract implements InstallerContract {
  public readonly defaultPriorityClassName = undefined;
  public readonly cleansUp = false;
  public readonly isPrivileged = true;

  /** Labels of single installations came with the binary. */
  public ownershipLabels(): { readonly [label: string]: string } {
    return { [KATA_RUNTIME_LABEL]: 'true' };
  }

  /** Upstream's manifests have no labels. */
  public objectMetadata(): ObjectMetadata {
    return {};
  }

  public podLabels(): { readonly [label: string]: string } {
    return {};
  }

  public classMetadata(): ObjectMetadata {
    return {};
  }

  public handlerVariants(): readonly string[] {
    return [];
  }

  public clusterRoleRules(): PolicyRule[] {
    const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
    return [
      { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'patch'] },
      { apiGroups: ['node.k8s.io'], resources: ['runtimeclasses'], verbs },
      { apiGroups: ['apps'], resources: ['daemonsets'], verbs: ['list'] },
    ];
  }

  public configs(): InstallerConfig[] {
    return [];
  }

  public podSpec(installation: ResolvedInstallation): object {
    const { image, resources } = installation;
    return {
      hostPID: true,
      containers: [
        {
          name: 'kube-kata',
          image,
          imagePullPolicy: installation.pullPolicy(),
          lifecycle: { preStop: { exec: { command: command('cleanup') } } },
          command: command('install'),
          env: env(installation),
          securityContext: { privileged: this.isPrivileged },
          ...(resources && { resources }),
          volumeMounts: [
            { name: 'crio-conf', mountPath: '/etc/crio/' },
            { name: 'containerd-conf', mountPath: '/etc/containerd/' },
            { name: 'host', mountPath: '/host/' },
          ],
        },
      ],
      volumes: this.volumes(installation),
    };
  }

  public stepContainer(installation: ResolvedInstallation, name: string, action: string): object {
    const { image } = installation;
    return {
      name,
      image,
      imagePullPolicy: installation.pullPolicy(),
      command: command(action),
      env: env(installation),
      securityContext: { privileged: this.isPrivileged },
    };
  }

  public volumes({ containerd, distribution }: ResolvedInstallation): object[] {
    return [
      { name: 'crio-conf', hostPath: { path: '/etc/crio/' } },
      {
        name: 'containerd-conf',
        hostPath: { path: containerd.configDir ?? CONTAINERD_CONFIG_DIRS[distribution] },
      },
      { name: 'host', hostPath: { path: '/' } },
    ];
  }

  public problems(installation: ResolvedInstallation): Finding[] {
    const { distribution, namespace, poolName, release, startupTaints, thinPool } = installation;
    const { version } = release;
    const keys = startupTaints.map(({ key }) => key);
    return [
      ...(namespace === 'kube-system' ? [] : [scriptOnlyInKubeSystem(namespace, version)]),
      ...(keys.length === 0 ? [] : [startupTaintsNeverLifted(version, keys)]),
      ...(distribution === KubernetesDistribution.MICROK8S ? [distributionUnknownToScript(distribution, version)] : []),
      // The script counts the DaemonSets of its name before it cleans up.
      ...(poolName === undefined ? [] : [notInScriptContract('pools', version)]),
      ...unknownFields(installation).map((field) => notInScriptContract(field, version)),
      ...(thinPool === undefined ? [] : [devmapperNeedsDropIns(version)]),
    ];
  }
}

function command(action: string): string[] {
  return ['bash', '-c', `${SCRIPT} ${action}`];
}

/** Variables of the script, in the order of upstream's manifest. */
function env(installation: ResolvedInstallation): EnvVar[] {
  const { shims, defaultShim, hasDefaultShims } = installation;
  // The 14 shims of upstream's manifest come without a mapping there.
  const mapped = hasDefaultShims ? [] : shims;
  return [
    { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    { name: 'DEBUG', value: String(installation.debug) },
    { name: 'SHIMS', value: shims.map(({ name }) => name).join(' ') },
    { name: 'DEFAULT_SHIM', value: defaultShim.name },
    { name: 'CREATE_RUNTIMECLASSES', value: 'false' },
    { name: 'CREATE_DEFAULT_RUNTIMECLASS', value: 'false' },
    { name: 'ALLOWED_HYPERVISOR_ANNOTATIONS', value: '' },
    {
      name: 'SNAPSHOTTER_HANDLER_MAPPING',
      value: mapped
        .map((shim) => [shim.name, installation.snapshotter(shim)])
        .filter(([, name]) => name !== undefined)
        .map((entry) => entry.join(':'))
        .join(','),
    },
    { name: 'AGENT_HTTPS_PROXY', value: '' },
    { name: 'AGENT_NO_PROXY', value: '' },
    {
      name: 'PULL_TYPE_MAPPING',
      value: shims
        .filter((shim) => installation.shimSettings(shim).crioGuestPull === true)
        .map((shim) => `${shim.name}:guest-pull`)
        .join(','),
    },
    { name: 'INSTALLATION_PREFIX', value: installation.installationPrefix },
    { name: 'MULTI_INSTALL_SUFFIX', value: installation.multiInstallSuffix ?? '' },
  ];
}

/** Props that the script would ignore. */
function unknownFields(installation: ResolvedInstallation): string[] {
  const { allShimSettings, containerd, customRuntimes, devkit, erofs, logLevel, previous, probes, snapshotters } =
    installation;
  const isGiven = (value: object) => Object.keys(value).length > 0;
  const given: [field: string, isGiven: boolean][] = [
    ['containerd', containerd.configFileName !== undefined || containerd.userDropIn !== undefined],
    ['previous.containerdDropIn', previous?.containerdDropIn === true],
    ['customRuntimes', customRuntimes.length > 0],
    ['devkit', devkit],
    ['probes', isGiven(probes)],
    ['logLevel', logLevel !== undefined],
    ['snapshotters', snapshotters.length > 0],
    ['erofs', isGiven(erofs)],
    ...allShimSettings.flatMap((entry) =>
      UNKNOWN_SHIM_SETTINGS.map((field): [string, boolean] => [
        `shimSettings.${entry.shim.name}.${field}`,
        entry[field] !== undefined,
      ]),
    ),
  ];
  return given.filter(([, isIt]) => isIt).map(([field]) => field);
}
