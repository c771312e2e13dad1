import type { Manifest } from '../manifest';
import { describeObject } from '../manifest';
import { isJsonMap, type JsonMap, valueAtPointer } from '../objects/json-pointer';
import { podSpecsIn, podSpecsOf } from '../objects/pod-specs';
import { filesOf } from '../objects/text-files';

/** How an installation gets onto nodes. */
export enum InstallerMode {
  /** A DaemonSet. */
  DAEMON_SET = 'DaemonSet',
  /** Jobs. */
  JOB = 'Job',
}

/** An installation of Kata, as its manifests show it. */
export interface Installer {
  /** What identifies it among the installations of a program; in job mode names end in hashes, which are no part of it. */
  readonly key: string;

  /** The object that installs, in words. */
  readonly object: string;

  /** How it installs. */
  readonly mode: InstallerMode;

  /** Multi-install suffix; empty without one. */
  readonly suffix: string;

  /** Release, such as `4.2.0`; the tag or digest of the image where there is no label. */
  readonly release: string;

  /** Whether it is the script of the releases before 4, whose pods clean up whenever they end. */
  readonly isScript: boolean;

  /** Folder on the nodes; empty for the default. */
  readonly prefix: string;

  /** containerd's handlers. */
  readonly handlers: ReadonlySet<string>;

  /** Snapshotters that it sets up. */
  readonly snapshotters: ReadonlySet<string>;

  /** Whether it writes a drop-in of the user for containerd. */
  readonly hasUserDropIn: boolean;

  /** Labels of the nodes. */
  readonly nodeSelector: { readonly [label: string]: string };

  /** What decides what it does: the template of its pods, or the texts of its Jobs. */
  readonly content: unknown;

  /** JSON pointer to `content` in the object. */
  readonly contentPointer: string;
}

const envOf = (container: JsonMap): ReadonlyMap<string, string> =>
  new Map(
    (Array.isArray(container.env) ? container.env : []).flatMap((it) =>
      isJsonMap(it) && typeof it.name === 'string' && typeof it.value === 'string'
        ? [[it.name, it.value] as const]
        : [],
    ),
  );

/** Every installer of any release says for which suffix it is. */
function installingContainer(spec: JsonMap): JsonMap | undefined {
  const containers = [...listOf(spec.initContainers), ...listOf(spec.containers)];
  return containers.find((it) => envOf(it).has('MULTI_INSTALL_SUFFIX'));
}

const listOf = (value: unknown): JsonMap[] => (Array.isArray(value) ? value.filter(isJsonMap) : []);
const words = (text: string | undefined) => (text ?? '').split(/[\s,]+/).filter((it) => it !== '');

const SHIMS = /^SHIMS(_|$)/;

/** Lines such as `kata-large:qemu-runtime-rs::`. */
function customHandlers(configs: readonly Manifest[], namespace: string | undefined, spec: JsonMap): string[] {
  const volumes = listOf(spec.volumes).map((it) => (isJsonMap(it.configMap) ? it.configMap.name : undefined));
  return configs
    .filter(({ metadata }) => metadata.namespace === namespace && volumes.includes(metadata.name))
    .flatMap(({ data }) =>
      isJsonMap(data) ? words(String(data['custom-runtimes.list'] ?? '').replace(/:.*/gm, '')) : [],
    );
}

function imageTag(image: unknown): string {
  const name = typeof image === 'string' ? image.slice(image.lastIndexOf('/') + 1) : '';
  return name.replace(/^[^:@]*[:@]?/, '');
}

function readInstaller(holder: Manifest, spec: JsonMap, mode: InstallerMode, configs: readonly Manifest[]): Installer {
  const container = installingContainer(spec) as JsonMap;
  const env = envOf(container);
  const suffix = env.get('MULTI_INSTALL_SUFFIX') ?? '';
  const shims = [...env].filter(([name]) => SHIMS.test(name)).flatMap(([, value]) => words(value));
  const ending = suffix === '' ? '' : `-${suffix}`;
  const ofShims = shims.flatMap((shim) => [
    `kata-${shim}${ending}`,
    ...(env.get('DEBUG') === 'true' && !isScript(container) ? [`kata-${shim}${ending}-debug`] : []),
  ]);
  const { labels } = holder.metadata as { labels?: Record<string, string> };
  const named = describeObject(holder);
  return {
    key: mode === InstallerMode.JOB ? `Job ${named.replace(/-[0-9a-f]{8}$/, '')}` : named,
    object: named,
    mode,
    suffix,
    release: labels?.['app.kubernetes.io/version'] ?? imageTag(container.image),
    isScript: isScript(container),
    prefix: env.get('INSTALLATION_PREFIX') ?? '',
    handlers: new Set([...ofShims, ...customHandlers(configs, holder.metadata.namespace, spec)]),
    snapshotters: new Set(words(env.get('EXPERIMENTAL_SETUP_SNAPSHOTTER'))),
    hasUserDropIn: env.has('CONTAINERD_USER_DROP_IN_SOURCE_FILE'),
    nodeSelector: isJsonMap(spec.nodeSelector) ? (spec.nodeSelector as Record<string, string>) : {},
    content: mode === InstallerMode.JOB ? holder.data : valueAtPointer(holder, '/spec/template'),
    contentPointer: mode === InstallerMode.JOB ? '/data' : '/spec/template',
  };
}

const isScript = (container: JsonMap) => JSON.stringify(container.command ?? []).includes('kata-deploy.sh');

/**
 * The installations of Kata among objects.
 *
 * @param manifests the objects
 */
export function installersOf(manifests: readonly Manifest[]): Installer[] {
  const configs = manifests.filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'ConfigMap');
  const isInstalling = ({ spec }: { readonly spec: JsonMap }) => installingContainer(spec) !== undefined;
  const daemonSets = manifests
    .filter(({ apiVersion, kind }) => apiVersion.startsWith('apps/') && kind === 'DaemonSet')
    .flatMap((it) =>
      podSpecsOf(it)
        .filter(isInstalling)
        .map(({ spec }) => readInstaller(it, spec, InstallerMode.DAEMON_SET, configs)),
    );
  const jobs = configs.flatMap((it) => {
    const install = filesOf(it).find(({ key }) => key === 'install-job.yaml');
    const specs = (install?.documents ?? []).flatMap(podSpecsIn).filter(isInstalling);
    return specs.slice(0, 1).map(({ spec }) => readInstaller(it, spec, InstallerMode.JOB, configs));
  });
  return [...daemonSets, ...jobs];
}
