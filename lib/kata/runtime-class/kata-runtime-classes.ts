import type { Construct } from 'constructs';
import { RuntimeClass } from '../../sandbox/runtime-class';
import { KataDeployContract } from '../catalogue/kata-release';
import { KataShim } from '../catalogue/kata-shim';
import { handlerOf, type InstallerSettings, settingsOf } from '../install/installation';
import { objectLabels } from '../install/object-labels';
import type { CustomRuntime } from '../install/shim-settings';

const TEE_LABELS = {
  snp: 'amd.feature.node.kubernetes.io/snp',
  tdx: 'intel.feature.node.kubernetes.io/tdx',
  se: 'feature.node.kubernetes.io/cpu-security.se.enabled',
} as const;

const TEE_KEYS: { readonly [tee: string]: string } = {
  snp: 'sev-snp.amd.com/esids',
  tdx: 'tdx.intel.com/keys',
};

function shimSelector(settings: InstallerSettings, shim: KataShim) {
  const { nodeSelector, tee } = settings.release.shimData(shim);
  const detected =
    settings.options.nodeFeatureDiscovery === true && tee !== undefined && !shim.name.includes('nvidia-gpu')
      ? { [TEE_LABELS[tee]]: 'true' }
      : {};
  return settingsOf(settings, shim).nodeSelector ?? nodeSelector ?? detected;
}

function shimOverhead(settings: InstallerSettings, shim: KataShim) {
  const { overhead, tee } = settings.release.shimData(shim);
  const own = settingsOf(settings, shim);
  const key = settings.options.nodeFeatureDiscovery === true && tee !== undefined ? TEE_KEYS[tee] : undefined;
  return {
    ...(own.overheadEnabled === false
      ? {}
      : { memory: own.overhead?.memory ?? overhead.memory, cpu: own.overhead?.cpu ?? overhead.cpu }),
    // A confidential guest holds one of the node's keys for as long as it lives.
    ...(key === undefined ? {} : { [key]: '1' }),
  };
}

function customOverhead(settings: InstallerSettings, { shim: base, overhead, inheritBaseOverhead }: CustomRuntime) {
  const inherited = inheritBaseOverhead === false ? undefined : settings.release.shimData(base).overhead;
  const memory = overhead?.memory ?? inherited?.memory;
  const cpu = overhead?.cpu ?? inherited?.cpu;
  return { ...(memory === undefined ? {} : { memory }), ...(cpu === undefined ? {} : { cpu }) };
}

/**
 * Makes the RuntimeClasses of an installation: for each shim, its variants, the default, and the runtimes of one's own.
 *
 * They select the installation's nodes and tolerate their taints, but not the startup taints: those are what keeps pods
 * away until Kata is there.
 *
 * @param scope where they go
 * @param settings the installation
 * @param defaultRuntimeClassName name of the RuntimeClass of the default shim beside its own
 */
export function runtimeClasses(
  scope: Construct,
  settings: InstallerSettings,
  defaultRuntimeClassName: string | undefined,
): Map<string, RuntimeClass> {
  const { release, shims, options, suffix } = settings;
  const classes = new Map<string, RuntimeClass>();
  const binary = release.contract === KataDeployContract.BINARY;
  const add = (
    name: string,
    handler: string,
    overhead: { [resource: string]: string },
    nodeSelector: { readonly [label: string]: string },
  ) => {
    classes.set(name, installedClass(scope, settings, { name, handler, overhead, nodeSelector }));
  };

  const further = options.shims === undefined ? release.data.furtherClasses.map((name) => KataShim.of(name)) : [];
  const all = [...shims, ...further].sort((a, b) => (a.name < b.name ? -1 : 1));
  const variants = binary && options.debug === true ? (options.devkit === true ? ['debug', 'devkit'] : ['debug']) : [];
  for (const variant of [undefined, ...variants]) {
    for (const shim of all) {
      const name = handlerOf(settings, shim, variant);
      add(name, name, shimOverhead(settings, shim), shimSelector(settings, shim));
    }
  }
  if (defaultRuntimeClassName !== undefined && suffix === undefined) {
    const shim = settings.defaultShim;
    add(defaultRuntimeClassName, handlerOf(settings, shim), shimOverhead(settings, shim), shimSelector(settings, shim));
  }
  for (const runtime of options.customRuntimes ?? []) {
    const made = customRuntimeClass(scope, settings, runtime);
    classes.set(made.name, made);
  }
  return classes;
}

/** Makes the RuntimeClass of a runtime of one's own. */
export function customRuntimeClass(
  scope: Construct,
  settings: InstallerSettings,
  runtime: CustomRuntime,
): RuntimeClass {
  return installedClass(scope, settings, {
    name: runtime.runtimeClassName ?? runtime.handler,
    handler: runtime.handler,
    overhead: customOverhead(settings, runtime),
    nodeSelector: runtime.nodeSelector ?? {},
  });
}

interface InstalledClass {
  readonly name: string;
  readonly handler: string;
  readonly overhead: { readonly [resource: string]: string };
  readonly nodeSelector: { readonly [label: string]: string };
}

/** A RuntimeClass on the nodes of the installation. */
function installedClass(scope: Construct, settings: InstallerSettings, props: InstalledClass): RuntimeClass {
  const { release, placement, ownership } = settings;
  const binary = release.contract === KataDeployContract.BINARY;
  return new RuntimeClass(scope, props.name, {
    ...props,
    nodeSelector: { ...placement?.nodeSelector, ...props.nodeSelector, ...ownership },
    tolerations: placement?.tolerations ?? [],
    ...objectLabels(settings),
    ...(binary && { annotations: { 'katacontainers.io/kata-version': release.version } }),
  });
}
