import { DISPATCHER_LABEL, NODE_STAGE_LABEL } from '../../contract/job-labels';
import { KATA_RUNTIME_LABEL } from '../../contract/node-labels';
import type { Finding } from '../../validation/finding';
import type { Manifest } from '../manifest';
import { isDispatcherJob } from '../objects/dispatcher-job';
import { DeploymentRole } from '../order/deployment-role';
import { podsOf } from './removal-wait';
import { REMOVAL_CLEANUP, REMOVAL_JOBS } from './rules';
import type { ManifestFile } from './write-manifests';

/** Label of all objects of one installation. */
const INSTANCE_LABEL = 'app.kubernetes.io/instance';

/** Value of the label of nodes that Kata 3.14 has left, and that wait for the second half of their removal. */
const LEFT = 'cleanup';

/** Makes a command from files. */
export type FileCommand = (files: readonly ManifestFile[]) => string;

interface Labels {
  readonly [label: string]: string;
}

interface PodSpec {
  readonly nodeSelector?: Labels;
  readonly containers?: readonly { readonly lifecycle?: { readonly preStop?: unknown } }[];
}

const podSpecOf = ({ spec }: Manifest): PodSpec => (spec as { template?: { spec?: PodSpec } }).template?.spec ?? {};

const labelsOf = ({ metadata }: Manifest): Labels => (metadata.labels ?? {}) as Labels;

/** Whether an object is the second half of the removal of Kata 3.14, whose pods go to the nodes that the first half has left. */
const isCleanup = (it: Manifest): boolean =>
  it.kind === 'DaemonSet' && podSpecOf(it).nodeSelector?.[KATA_RUNTIME_LABEL] === LEFT;

/** Whether an object is the installer of Kata 3.14, which does the first half when its pods are told to stop. */
const needsCleanup = (it: Manifest): boolean =>
  it.kind === 'DaemonSet' && (podSpecOf(it).containers ?? []).some(({ lifecycle }) => lifecycle?.preStop !== undefined);

/** Selector of the nodes that an installer of Kata 3.14 has left. */
const leftNodes = (it: Manifest): string =>
  Object.entries({ ...podSpecOf(it).nodeSelector, [KATA_RUNTIME_LABEL]: LEFT })
    .map((label) => label.join('='))
    .sort()
    .join(',');

const placeOf = ({ metadata: { namespace = 'default' } }: Manifest): string => `--namespace ${namespace}`;

/** What the removal of an installer takes beside the deletion of its files. */
export class RemovalSpecialCases {
  /** The files that clean up after Kata 3.14: applied once the installer is gone, and deleted after that. */
  public readonly cleanup: readonly ManifestFile[];

  private readonly applied: readonly ManifestFile[];
  private readonly installer: readonly ManifestFile[];

  constructor(private readonly files: readonly ManifestFile[]) {
    this.cleanup = files.filter(({ manifests }) => manifests.every(isCleanup));
    const rest = files.filter((file) => !this.cleanup.includes(file));
    this.installer = rest.filter(({ part }) => part.role === DeploymentRole.INSTALLER);
    this.applied = [...rest.filter(({ part }) => part.role === DeploymentRole.ACCESS), ...this.installer];
  }

  /** Why commands for these files would leave Kata on nodes. */
  public validate(): Finding[] {
    const partsWith = (files: readonly ManifestFile[], is: (manifest: Manifest) => boolean) => [
      ...new Set(files.filter(({ manifests }) => manifests.some(is)).map(({ part }) => part.path)),
    ];
    const rest = this.files.filter((file) => !this.cleanup.includes(file));
    return [
      ...partsWith(this.installer, (it) => isDispatcherJob(it, 'install')).map((path) => REMOVAL_JOBS.find(path)),
      ...partsWith(rest, isCleanup).map((path) => REMOVAL_CLEANUP.find(path)),
    ];
  }

  /**
   * Commands before the installer is deleted: no Job installs any more, and those that clean the nodes have ended.
   *
   * @param apply makes the command that applies files
   */
  public before(apply: FileCommand): string[] {
    const manifests = this.installer.flatMap((file) => file.manifests);
    const jobs = manifests.filter((it) => isDispatcherJob(it, 'cleanup'));
    if (jobs.length === 0) return [];
    const remove = 'kubectl delete --ignore-not-found --cascade=foreground';
    const removeJobs = (stage: string) => (job: Manifest) =>
      `${remove} job --selector ${stage},${INSTANCE_LABEL}=${labelsOf(job)[INSTANCE_LABEL]} ${placeOf(job)}`;
    // Those of the nodes too, which may outlive the one that sent them, as in upstream's templates/kata-deploy-reconcile.yaml.
    const stages = [`${DISPATCHER_LABEL}=install`, `${NODE_STAGE_LABEL}=install`];
    return [
      ...manifests
        .filter(({ kind }) => kind === 'CronJob')
        .map((it) => `${remove} cronjob ${it.metadata.name} ${placeOf(it)}`),
      ...stages.flatMap((stage) => [...new Set(jobs.map(removeJobs(stage)))]),
      apply(this.applied),
      ...jobs.map(
        (job) => `kubectl wait --for=condition=complete job ${job.metadata.name} ${placeOf(job)} --timeout=60m`,
      ),
    ];
  }

  /**
   * Commands that delete the installer. That of Kata 3.14 goes last and in the background: its pods leave their label only where
   * no DaemonSet of the kind is there any more, not even one that waits for its pods.
   *
   * @param files the files of this step
   * @param remove makes the command that deletes files in the foreground
   * @param removeBehind makes the command that deletes them in the background
   */
  public deletion(files: readonly ManifestFile[], remove: FileCommand, removeBehind: FileCommand): string[] {
    const old = files.filter(({ manifests }) => manifests.some(needsCleanup));
    const others = files.filter((file) => !old.includes(file));
    const pods = old.flatMap(({ manifests }) => manifests.filter(needsCleanup).flatMap((it) => podsOf(it, true)));
    return [
      ...(others.length > 0 ? [remove(others)] : []),
      ...(old.length > 0 ? [removeBehind(old)] : []),
      ...pods.map(
        ({ selection, namespace }) =>
          `kubectl wait --for=delete pod ${selection.join(' ')} --namespace ${namespace} --timeout=15m`,
      ),
    ];
  }

  /**
   * Commands after the installer is deleted, which finish what Kata 3.14 leaves: its label, and a container runtime that has not
   * read its configuration again. Where no `KataCleanup` does both, the label alone is taken away.
   *
   * @param apply makes the command that applies files
   * @param remove makes the command that deletes them
   */
  public after(apply: FileCommand, remove: FileCommand): string[] {
    const selectors = (files: readonly ManifestFile[], is: (manifest: Manifest) => boolean) =>
      new Set(files.flatMap(({ manifests }) => manifests.filter(is).map(leftNodes)));
    const cleaned = selectors(this.cleanup, isCleanup);
    const unlabelled = [...selectors(this.installer, needsCleanup)].filter((nodes) => !cleaned.has(nodes));
    return [
      ...(this.cleanup.length > 0 ? [apply(this.cleanup), ...[...cleaned].map(untilNone), remove(this.cleanup)] : []),
      ...unlabelled.map((nodes) => `kubectl label nodes --selector ${nodes} ${KATA_RUNTIME_LABEL}-`),
    ];
  }
}

/** A command that ends when no node is selected, and not because the API server gave no answer. */
function untilNone(nodes: string): string {
  const list = `left=$(kubectl get nodes --selector ${nodes} --output name)`;
  return `until ${list} && [ -z "$left" ]; do sleep 5; done`;
}
