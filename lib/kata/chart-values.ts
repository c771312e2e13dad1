import { refusal } from './kata-rule';
import { RULES } from './rules';

/** Values of upstream's chart 4.2.0 that have no property: what speaks against each, and what to do where it is more than to leave it out. */
const REFUSED: { readonly [value: string]: readonly [message: string, fix?: string] } = {
  nodeBinaries: [
    "nodeBinaries of upstream's chart puts programs such as mkfs.erofs onto nodes for the EROFS snapshotter, which needs containerd 2.2, and " +
      'GKE has 2.0 and 2.1',
    'leave it out, and bring the programs by the image of the nodes elsewhere',
  ],
  selinux: [
    "selinux of upstream's chart gives the installer types of SELinux, which no node image of GKE enforces: Container-Optimized OS and Ubuntu " +
      'have AppArmor',
  ],
  nvrc: [
    "nvrc of upstream's chart starts the metrics of NVIDIA GPUs in guests, and no node with nested virtualization hands GPUs through to " +
      'guests',
  ],
};

/** Names of the values that are refused, for the page that lists them. */
export const REFUSED_CHART_VALUES: readonly string[] = Object.keys(REFUSED);

/** Props as programs give them that no compiler has checked. */
interface UncheckedProps {
  readonly shimSettings?: unknown;
}

/**
 * Refuses values of upstream's chart that act on no node of GKE with nested virtualization, with the reason.
 *
 * @param path path of the construct
 * @param props its properties
 * @throws FindingsError for the first of them
 */
export function assertNoChartValues(path: string, props: object | null | undefined): void {
  const { shimSettings } = (props ?? {}) as UncheckedProps;
  const settings: unknown[] = Array.isArray(shimSettings) ? shimSettings : [];
  const given = [props, ...settings].flatMap((it) => (typeof it === 'object' && it !== null ? Object.keys(it) : []));
  const value = REFUSED_CHART_VALUES.find((name) => given.includes(name));
  if (value !== undefined) throw refusal(path, RULES.chartValue.find('', ...(REFUSED[value] as [string])));
}
