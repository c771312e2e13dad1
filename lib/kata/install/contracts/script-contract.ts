import { CONTAINERD_CONFIG_DIRS } from '../../../data/kata/host-paths';
import { type InstallerSettings, settingsOf, snapshotterOf } from '../installation';
import type { EnvVar } from './binary-contract';

const SCRIPT = '/opt/kata-artifacts/scripts/kata-deploy.sh';

/** Runs the script with one of its commands. */
export function scriptCommand(command: 'install' | 'cleanup' | 'reset'): string[] {
  return ['bash', '-c', `${SCRIPT} ${command}`];
}

/**
 * Variables of the bash script, in the order of upstream's manifest.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/3.14.0/tools/packaging/kata-deploy/scripts/kata-deploy.sh
 */
export function scriptEnv(settings: InstallerSettings): EnvVar[] {
  const { options, shims, defaultShim, suffix } = settings;
  // The 14 shims of upstream's manifest come without a mapping there.
  const mapped = options.shims === undefined ? [] : shims;
  return [
    { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    { name: 'DEBUG', value: String(options.debug === true) },
    { name: 'SHIMS', value: shims.map(({ name }) => name).join(' ') },
    { name: 'DEFAULT_SHIM', value: defaultShim.name },
    { name: 'CREATE_RUNTIMECLASSES', value: 'false' },
    { name: 'CREATE_DEFAULT_RUNTIMECLASS', value: 'false' },
    { name: 'ALLOWED_HYPERVISOR_ANNOTATIONS', value: '' },
    {
      name: 'SNAPSHOTTER_HANDLER_MAPPING',
      value: mapped
        .map((shim) => [shim.name, snapshotterOf(settings, shim)])
        .filter(([, name]) => name !== undefined)
        .map((entry) => entry.join(':'))
        .join(','),
    },
    { name: 'AGENT_HTTPS_PROXY', value: '' },
    { name: 'AGENT_NO_PROXY', value: '' },
    {
      name: 'PULL_TYPE_MAPPING',
      value: shims
        .filter((shim) => settingsOf(settings, shim).crioGuestPull === true)
        .map((shim) => `${shim.name}:guest-pull`)
        .join(','),
    },
    { name: 'INSTALLATION_PREFIX', value: options.installationPrefix ?? '' },
    { name: 'MULTI_INSTALL_SUFFIX', value: suffix ?? '' },
  ];
}

/** The installer's pod without what places it. */
export function scriptPodSpec(settings: InstallerSettings): object {
  const { options, distribution } = settings;
  return {
    hostPID: true,
    containers: [
      {
        name: 'kube-kata',
        image: settings.image,
        imagePullPolicy: settings.imagePullPolicy,
        lifecycle: { preStop: { exec: { command: scriptCommand('cleanup') } } },
        command: scriptCommand('install'),
        env: scriptEnv(settings),
        securityContext: { privileged: true },
        ...(options.resources && { resources: options.resources }),
        volumeMounts: [
          { name: 'crio-conf', mountPath: '/etc/crio/' },
          { name: 'containerd-conf', mountPath: '/etc/containerd/' },
          { name: 'host', mountPath: '/host/' },
        ],
      },
    ],
    volumes: [
      { name: 'crio-conf', hostPath: { path: '/etc/crio/' } },
      {
        name: 'containerd-conf',
        hostPath: { path: options.containerd?.configDir ?? CONTAINERD_CONFIG_DIRS[distribution] },
      },
      { name: 'host', hostPath: { path: '/' } },
    ],
  };
}
