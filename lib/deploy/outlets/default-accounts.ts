import type { Manifest } from '../manifest';
import { shortName } from '../objects/short-name';
import { kubectlJob, kubectlJobAccess, withTheJob } from './kubectl-job';

/** Containers of one Job, each of which changes one account. */
const ACCOUNTS_PER_JOB = 25;

const HOOK = 'post-install,post-upgrade';

/** What changes the accounts. */
export interface DefaultAccountOptions {
  /** Name of the Jobs, of their service account and of its permissions. */
  readonly name: string;

  /** Namespace of the Jobs and of their service account. */
  readonly namespace: string;

  /** Image with `kubectl` as its entry point. */
  readonly image: string;

  /** Longest duration of a Job, in seconds. */
  readonly timeoutSeconds: number;
}

/**
 * Whether an object is the default service account of a namespace. Kubernetes makes it with the namespace, and Helm refuses to install
 * what is there already: `serviceaccounts "default" already exists`.
 *
 * @param manifest the object
 */
export const isDefaultAccount = ({ apiVersion, kind, metadata }: Manifest): boolean =>
  apiVersion === 'v1' && kind === 'ServiceAccount' && metadata.name === 'default';

/**
 * Jobs that Helm runs after it has installed or upgraded a release, and that change default service accounts as the program says. With
 * permissions of their own for it, which go with them.
 *
 * @param manifests the objects of a release
 * @param options names, image and timeout
 * @returns nothing where no object is a default service account
 * @see https://helm.sh/docs/topics/charts_hooks/
 */
export function defaultAccountJobs(manifests: readonly Manifest[], options: DefaultAccountOptions): Manifest[] {
  const accounts = manifests.filter(isDefaultAccount);
  if (accounts.length === 0) return [];
  const name = shortName(options.name, 253);
  const { namespace } = options;
  const rules = [
    { apiGroups: [''], resources: ['serviceaccounts'], resourceNames: ['default'], verbs: ['get', 'patch'] },
  ];
  const access = withTheJob(kubectlJobAccess(name, namespace, rules), HOOK);
  const count = Math.ceil(accounts.length / ACCOUNTS_PER_JOB);
  const jobs = Array.from({ length: count }, (_, index) =>
    kubectlJob({
      ...options,
      name: count > 1 ? `${name}-${index + 1}` : name,
      serviceAccount: name,
      hook: HOOK,
      oneAfterAnother: false,
      commands: accounts.slice(index * ACCOUNTS_PER_JOB, (index + 1) * ACCOUNTS_PER_JOB).map(patchOf),
    }),
  );
  return [...access, ...jobs];
}

function patchOf(account: Manifest): string[] {
  const { apiVersion: _, kind: __, metadata, ...fields } = account;
  const { name, namespace = 'default', ...rest } = metadata;
  const patch = { ...fields, ...(Object.keys(rest).length > 0 && { metadata: rest }) };
  const place = ['serviceaccount', name, '--namespace', namespace];
  return ['patch', ...place, '--type=merge', '--patch', JSON.stringify(patch)];
}
