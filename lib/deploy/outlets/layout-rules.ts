import type { Finding } from '../../validation/finding';
import { isDnsLabel, isDnsSubdomain } from '../../validation/kubernetes-names';
import { hasCredentials, redacted } from '../../validation/redaction';
import {
  LAYOUT_CREDENTIALS,
  LAYOUT_DURATION,
  LAYOUT_NAME,
  LAYOUT_PATH,
  LAYOUT_REVISION,
  LAYOUT_SERVER,
  LAYOUT_SOURCE,
} from './rules';

/** What the layouts for GitOps tools have in common. */
interface LayoutProps {
  readonly name: string;
  readonly path: string;
  readonly namespace?: string;
  readonly repoUrl?: string;
  readonly targetRevision?: string;
  readonly project?: string;
  readonly server?: string;
  readonly sourceName?: string;
  readonly interval?: string;
  readonly timeout?: string;
}

/** As Go writes it, and longer than nothing. */
const DURATION = /^(?=.*[1-9])([0-9]+(\.[0-9]+)?(ms|s|m|h))+$/;
const SERVER = /^https?:\/\/[^\s/]+\S*$/;
const UNPRINTABLE = /[\p{Cc}\\]/u;
const REPOSITORY = /^(https?:\/\/|ssh:\/\/|git@|oci:\/\/)\S+$/;

const quoted = (text: string) => `'${JSON.stringify(text).slice(1, -1)}'`;

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
    ...(props.path === '' || props.path.startsWith('/') || segments.includes('..') || UNPRINTABLE.test(props.path)
      ? [LAYOUT_PATH.find(where, `path ${quoted(props.path)} is not a path inside of the repository`)]
      : []),
    ...(props.repoUrl === undefined || REPOSITORY.test(props.repoUrl)
      ? []
      : [LAYOUT_SOURCE.find(where, `repoUrl '${redacted(props.repoUrl)}' is not the address of a repository`)]),
    ...Object.entries({ repoUrl: props.repoUrl, server: props.server })
      .filter(([, value]) => value !== undefined && hasCredentials(value))
      .map(([field, value]) =>
        LAYOUT_CREDENTIALS.find(where, `${field} '${redacted(value as string)}' has credentials`),
      ),
    ...(props.server === undefined || SERVER.test(props.server)
      ? []
      : [LAYOUT_SERVER.find(where, `server '${redacted(props.server)}' is not the address of an API server`)]),
    ...(props.targetRevision === undefined || /^\S+$/.test(props.targetRevision)
      ? []
      : [LAYOUT_REVISION.find(where, `targetRevision '${props.targetRevision}' is not a branch, a tag or a commit`)]),
    ...(props.project === undefined || isDnsSubdomain(props.project)
      ? []
      : [LAYOUT_NAME.find(where, `project '${props.project}' is not the name of a Kubernetes object`)]),
    ...Object.entries(durations)
      .filter(([, value]) => value !== undefined && !DURATION.test(value))
      .map(([field, value]) => LAYOUT_DURATION.find(where, `${field} '${value}' is not a duration`)),
  ];
}
