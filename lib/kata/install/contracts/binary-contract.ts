import { createHash } from 'node:crypto';
import {
  ARCHITECTURE_SUFFIXES,
  BINARY_HOST_FOLDERS,
  CONTAINERD_CONFIG_DIRS,
  type HostFolder,
} from '../../../data/kata/host-paths';
import type { KataShim } from '../../catalogue/kata-shim';
import { containerdDropIn, waitForThinPool, waitVolumes } from '../../devmapper/thin-pool';
import { type InstallerSettings, pullsInGuestOnCrio, settingsOf, snapshotterOf } from '../installation';
import type { KataProbe } from '../installer-pod-options';

/** A variable of a container. */
export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly fieldRef: { readonly fieldPath: string } };
}

/** A ConfigMap that the installer reads. */
export interface InstallerConfig {
  readonly name: string;
  readonly volume: string;
  readonly mountPath: string;
  readonly checksum: string;
  readonly data: { readonly [key: string]: string };
}

/** Order in which kata-deploy's chart goes through the architectures. */
const ARCHITECTURES = ['amd64', 'arm64', 's390x', 'ppc64le'] as const;

const HEALTH_PORT = 8090;

const sorted = (shims: readonly KataShim[]) => [...shims].sort((a, b) => (a.name < b.name ? -1 : 1));

/** A variable for each architecture, where there is something to say. */
function perArchitecture(
  settings: InstallerSettings,
  name: string,
  value: (shims: readonly KataShim[]) => string,
): EnvVar[] {
  return ARCHITECTURES.filter((it) => settings.architectures.includes(it as never)).flatMap((architecture) => {
    const shims = sorted(settings.shims).filter((shim) =>
      settings.release.shimData(shim).architectures.includes(architecture),
    );
    const text = value(shims);
    return text === '' ? [] : [{ name: `${name}_${ARCHITECTURE_SUFFIXES[architecture]}`, value: text }];
  });
}

function perShim(settings: InstallerSettings, name: string, value: (shim: KataShim) => string | undefined): EnvVar[] {
  const text = sorted(settings.shims)
    .flatMap((shim) => {
      const own = value(shim);
      return own === undefined || own === '' ? [] : [`${shim.name}=${own}`];
    })
    .join(';');
  return text === '' ? [] : [{ name, value: text }];
}

function optional(name: string, value: string | undefined): EnvVar[] {
  return value === undefined || value === '' ? [] : [{ name, value }];
}

/**
 * Variables of every container that runs kata-deploy, in the chart's order.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/4.1.0/tools/packaging/kata-deploy/binary/src/config.rs
 */
export function binaryEnv(settings: InstallerSettings): EnvVar[] {
  const { options, names, suffix, placement } = settings;
  const { snapshotter, containerd } = options;
  const startupTaints = placement?.startupTaints ?? [];
  return [
    { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    { name: 'DAEMONSET_NAME', value: names.daemonSet },
    { name: 'DEBUG', value: String(options.debug === true) },
    ...perArchitecture(settings, 'SHIMS', (shims) => shims.map(({ name }) => name).join(' ')),
    ...perArchitecture(settings, 'DEFAULT_SHIM', (shims) =>
      shims.some(({ name }) => name === settings.defaultShim.name) ? settings.defaultShim.name : (shims[0]?.name ?? ''),
    ),
    ...perArchitecture(settings, 'ALLOWED_HYPERVISOR_ANNOTATIONS', (shims) =>
      shims
        .map((shim) => [shim.name, (settingsOf(settings, shim).allowedHypervisorAnnotations ?? []).join(',')])
        .filter(([, annotations]) => annotations !== '')
        .map((entry) => entry.join(':'))
        .join(' '),
    ),
    ...perArchitecture(settings, 'SNAPSHOTTER_HANDLER_MAPPING', (shims) =>
      shims
        .map((shim) => [shim.name, snapshotterOf(settings, shim)])
        .filter(([, name]) => name !== undefined)
        .map((entry) => entry.join(':'))
        .join(','),
    ),
    ...perShim(settings, 'AGENT_HTTPS_PROXY', (shim) => settingsOf(settings, shim).httpsProxy),
    ...perShim(settings, 'AGENT_NO_PROXY', (shim) => settingsOf(settings, shim).noProxy),
    ...perArchitecture(settings, 'PULL_TYPE_MAPPING', (shims) =>
      shims
        .filter((shim) => pullsInGuestOnCrio(settings, shim))
        .map((shim) => `${shim.name}:guest-pull`)
        .join(','),
    ),
    { name: 'INSTALLATION_PREFIX', value: options.installationPrefix ?? '' },
    { name: 'MULTI_INSTALL_SUFFIX', value: suffix ?? '' },
    ...optional('EXPERIMENTAL_SETUP_SNAPSHOTTER', snapshotter?.setup.join(',')),
    ...optional('EROFS_MERGE_MODE', snapshotter?.erofsMergeMode),
    ...optional('EROFS_SNAPSHOTTER_MODE', snapshotter?.erofsSnapshotterMode),
    ...optional('EROFS_DMVERITY', snapshotter?.erofsDmverity ? 'dmverity' : undefined),
    ...perArchitecture(settings, 'EXPERIMENTAL_FORCE_GUEST_PULL', (shims) =>
      shims
        .filter((shim) => settingsOf(settings, shim).forceGuestPull === true)
        .map(({ name }) => name)
        .join(','),
    ),
    ...optional('CONTAINERD_CONFIG_FILE_NAME', containerd?.configFileName),
    // With a folder of one's own there is nothing for the installer to compare the distribution with.
    ...(containerd?.configDir === undefined ? [{ name: 'K8S_DISTRIBUTION', value: settings.distribution }] : []),
    ...optional(
      'CONTAINERD_USER_DROP_IN_SOURCE_FILE',
      containerdDropIn(settings) === undefined ? undefined : '/custom-containerd-config/containerd-user-dropin.toml',
    ),
    ...((options.customRuntimes ?? []).length > 0 ? [{ name: 'CUSTOM_RUNTIMES_ENABLED', value: 'true' }] : []),
    ...(options.debug === true && options.devkit === true ? [{ name: 'DEVKIT', value: 'true' }] : []),
    ...optional('STARTUP_TAINTS', startupTaints.map(({ key, effect }) => `${key}:${effect}`).join(',')),
  ];
}

/** Folders of the node that kata-deploy works on. */
function hostFolders({ options, distribution, installDir }: InstallerSettings): HostFolder[] {
  return [
    { name: 'crio-conf', path: '/etc/crio/', mountPath: '/etc/crio/' },
    {
      name: 'containerd-conf',
      path: options.containerd?.configDir ?? CONTAINERD_CONFIG_DIRS[distribution],
      mountPath: '/etc/containerd/',
    },
    { name: 'kata-install', path: installDir, mountPath: installDir, type: 'DirectoryOrCreate' },
    ...BINARY_HOST_FOLDERS,
  ];
}

/** Every mount of a container that works on the node. */
export function binaryVolumeMounts(settings: InstallerSettings): object[] {
  return [
    { name: 'tmp', mountPath: '/tmp' },
    ...hostFolders(settings).map(({ name, mountPath, readOnly }) => ({
      name,
      mountPath,
      ...(readOnly && { readOnly }),
    })),
    ...installerConfigs(settings).map(({ volume, mountPath }) => ({ name: volume, mountPath, readOnly: true })),
  ];
}

/** The volumes behind {@link binaryVolumeMounts}. */
export function binaryVolumes(settings: InstallerSettings): object[] {
  return [
    { name: 'tmp', emptyDir: {} },
    ...hostFolders(settings).map(({ name, path, type }) => ({ name, hostPath: { path, ...(type && { type }) } })),
    ...installerConfigs(settings).map(({ volume, name }) => ({ name: volume, configMap: { name } })),
    ...waitVolumes(settings),
  ];
}

const withNewline = (text: string) => (text.endsWith('\n') ? text : `${text}\n`);

/** ConfigMaps that the installer reads. A change in one does not restart it, so their checksums are in its pods. */
export function installerConfigs(settings: InstallerSettings): InstallerConfig[] {
  const { options, names } = settings;
  const custom = [...(options.customRuntimes ?? [])].sort((a, b) => (a.handler < b.handler ? -1 : 1));
  const customConfigs: [string, string][] = [
    ...(custom.length === 0
      ? []
      : ([
          [
            'custom-runtimes.list',
            custom
              .map(({ handler, shim: base, snapshotter = '', crioPullType = '' }) =>
                [handler, base.name, snapshotter, crioPullType].join(':'),
              )
              .map(withNewline)
              .join(''),
          ],
        ] as [string, string][])),
    ...custom.flatMap(({ handler, dropIn }): [string, string][] =>
      dropIn === undefined ? [] : [[`dropin-${handler}.toml`, withNewline(dropIn)]],
    ),
    ...sorted(settings.shims).flatMap((shim): [string, string][] => {
      const { dropIn } = settingsOf(settings, shim);
      return dropIn === undefined ? [] : [[`dropin-${shim.name}.toml`, withNewline(dropIn)]];
    }),
  ];
  const userDropIn = containerdDropIn(settings);
  return [
    ...(userDropIn === undefined
      ? []
      : [
          {
            name: names.userDropIn,
            volume: 'custom-containerd-config',
            mountPath: '/custom-containerd-config/',
            checksum: 'checksum/containerd-user-dropin',
            data: { 'containerd-user-dropin.toml': withNewline(userDropIn) },
          },
        ]),
    ...(customConfigs.length === 0
      ? []
      : [
          {
            name: names.customConfigs,
            volume: 'custom-configs',
            mountPath: '/custom-configs/',
            checksum: 'checksum/custom-configs',
            data: Object.fromEntries(customConfigs),
          },
        ]),
  ];
}

/** The checksums of {@link installerConfigs}, as annotations of a pod. */
export function configChecksums(settings: InstallerSettings): { [annotation: string]: string } {
  return Object.fromEntries(
    installerConfigs(settings).map(({ checksum, data }) => [
      checksum,
      createHash('sha256').update(JSON.stringify(data)).digest('hex'),
    ]),
  );
}

function probe(path: string, port: number, own: KataProbe | undefined, defaults: Omit<KataProbe, 'enabled'>): object {
  const { initialDelaySeconds = defaults.initialDelaySeconds } = own ?? {};
  return {
    httpGet: { path, port },
    ...(initialDelaySeconds === undefined ? {} : { initialDelaySeconds }),
    periodSeconds: own?.periodSeconds ?? defaults.periodSeconds,
    failureThreshold: own?.failureThreshold ?? defaults.failureThreshold,
    timeoutSeconds: own?.timeoutSeconds ?? 3,
  };
}

/** The installer's pod without what places it. */
export function binaryPodSpec(settings: InstallerSettings): object {
  const { options } = settings;
  const logLevel = options.logLevel ?? (options.debug === true ? 'debug' : undefined);
  const { startup, liveness, readiness, port = HEALTH_PORT } = options.probes ?? {};
  const initContainers = waitForThinPool(settings);
  return {
    // Removing Kata restarts containerd and waits for the node.
    terminationGracePeriodSeconds: 600,
    ...(initContainers.length > 0 && { initContainers }),
    containers: [
      {
        name: 'kube-kata',
        image: settings.image,
        imagePullPolicy: settings.imagePullPolicy,
        command: ['/usr/bin/kata-deploy', ...(logLevel === undefined ? [] : ['--log-level', logLevel]), 'install'],
        env: [...binaryEnv(settings), { name: 'HEALTH_PORT', value: String(port) }],
        securityContext: { privileged: false, readOnlyRootFilesystem: true },
        ...(startup?.enabled === false
          ? {}
          : {
              startupProbe: probe('/readyz', port, startup, {
                initialDelaySeconds: 1,
                periodSeconds: 10,
                failureThreshold: 60,
              }),
            }),
        ...(liveness?.enabled === false
          ? {}
          : { livenessProbe: probe('/healthz', port, liveness, { periodSeconds: 30, failureThreshold: 3 }) }),
        ...(readiness?.enabled === false
          ? {}
          : { readinessProbe: probe('/readyz', port, readiness, { periodSeconds: 10, failureThreshold: 3 }) }),
        resources: {
          requests: options.resources?.requests ?? { cpu: '25m', memory: '16Mi' },
          ...(options.resources?.limits && { limits: options.resources.limits }),
        },
        volumeMounts: binaryVolumeMounts(settings),
      },
    ],
    volumes: binaryVolumes(settings),
  };
}
