import type { Finding } from '../../validation/finding';
import { isDnsLabel } from '../../validation/kubernetes-names';
import { hasCredentials, redacted } from '../../validation/redaction';
import { LAYOUT_CREDENTIALS, LAYOUT_DURATION, LAYOUT_NAME, LAYOUT_PATH, LAYOUT_SOURCE } from './rules';

/** What the layouts for GitOps tools have in common. */
interface LayoutProps {
  readonly name: string;
  readonly path: string;
  readonly namespace?: string;
  readonly repoUrl?: string;
  readonly sourceName?: string;
  readonly interval?: string;
  readonly timeout?: string;
}

const DURATION = /^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$/;
const REPOSITORY = /^(https?:\/\/|ssh:\/\/|git@|oci:\/\/)\S+$/;

/**
 * Holds the properties of a layout against what the tools take.
 *
 * @param where path of the construct that is written
 * @param props the properties
 */
export function validateLayout(where: string, props: LayoutProps): Finding[] {
  const names = { name: props.name, namespace: props.namespace, sourceName: props.sourceName };
  const durations = { interval: props.interval, timeout: props.timeout };
  const segments = props.path.split('/');
  return [
    ...Object.entries(names)
      .filter(([, value]) => value !== undefined && !isDnsLabel(value))
      .map(([field, value]) => LAYOUT_NAME.find(where, `${field} '${value}' is not the name of a Kubernetes object`)),
    ...(props.name.length > 40 ? [LAYOUT_NAME.find(where, `name '${props.name}' has more than 40 characters`)] : []),
    ...(props.path === '' || props.path.startsWith('/') || segments.includes('..')
      ? [LAYOUT_PATH.find(where, `path '${props.path}' is not a path inside of the repository`)]
      : []),
    ...(props.repoUrl === undefined || REPOSITORY.test(props.repoUrl)
      ? []
      : [LAYOUT_SOURCE.find(where, `repoUrl '${redacted(props.repoUrl)}' is not the address of a repository`)]),
    ...(props.repoUrl !== undefined && hasCredentials(props.repoUrl)
      ? [LAYOUT_CREDENTIALS.find(where, `repoUrl '${redacted(props.repoUrl)}' has credentials`)]
      : []),
    ...Object.entries(durations)
      .filter(([, value]) => value !== undefined && !DURATION.test(value))
      .map(([field, value]) => LAYOUT_DURATION.find(where, `${field} '${value}' is not a duration`)),
  ];
}
