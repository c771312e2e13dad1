import { containerdDropIn } from '../../devmapper/devmapper-setup';
import type { ResolvedInstallation } from '../resolved-installation';
import { mergeDropIns } from './drop-in-merge';
import type { InstallerConfig } from './installer-contract';
import { relocation } from './relocation';

const withNewline = (text: string) => (text.endsWith('\n') ? text : `${text}\n`);

/** The ConfigMaps that kata-deploy's binary reads, each only where there is something in it. */
export function binaryConfigs(installation: ResolvedInstallation): InstallerConfig[] {
  const configs: InstallerConfig[] = [
    {
      name: installation.partName('kata-deploy-containerd-user-dropin'),
      volume: 'custom-containerd-config',
      mountPath: '/custom-containerd-config/',
      checksum: 'checksum/containerd-user-dropin',
      data: files([['containerd-user-dropin.toml', containerdDropIn(installation)]]),
    },
    {
      name: installation.partName('kata-deploy-custom-configs'),
      volume: 'custom-configs',
      mountPath: '/custom-configs/',
      checksum: 'checksum/custom-configs',
      data: files(customConfigs(installation)),
    },
  ];
  return configs.filter(({ data }) => Object.keys(data).length > 0);
}

function files(contents: readonly (readonly [file: string, content: string | undefined])[]): {
  [file: string]: string;
} {
  return Object.fromEntries(
    contents.flatMap(([file, content]) => (content === undefined ? [] : [[file, withNewline(content)]])),
  );
}

function customConfigs(installation: ResolvedInstallation): [file: string, content: string | undefined][] {
  const runtimes = [...installation.customRuntimes].sort((a, b) => (a.handler < b.handler ? -1 : 1));
  const list = runtimes.map(({ handler, shim, snapshotter = '', crioPullType = '' }) =>
    [handler, shim.name, snapshotter, crioPullType].join(':'),
  );
  return [
    ['custom-runtimes.list', list.length === 0 ? undefined : list.map(withNewline).join('')],
    // kata-deploy applies the file of a shim to that shim alone, so that the file of a custom runtime holds it too.
    ...runtimes.map((runtime): [string, string | undefined] => [
      `dropin-${runtime.handler}.toml`,
      mergeDropIns([
        relocation(installation, runtime.shim),
        installation.shimSettings(runtime.shim).dropIn,
        runtime.dropIn,
      ]),
    ]),
    ...installation.shimsByName.map((shim): [string, string | undefined] => [
      `dropin-${shim.name}.toml`,
      mergeDropIns([relocation(installation, shim), installation.shimSettings(shim).dropIn]),
    ]),
  ];
}
