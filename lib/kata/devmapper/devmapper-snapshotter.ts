import { createHash } from 'node:crypto';
import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { assertInChart } from '../../deploy/below-app';
import { neverSandbox } from '../../sandbox/workload/never-sandboxed';
import { assertProps } from '../../validation/props';
import type { KataInstallation } from '../install/kata-installation';
import { requirePriorityQuota } from '../install/priority-class-quota';
import { refusal } from '../kata-rule';
import type { DevmapperOptions } from './devmapper-options';
import { thinPoolProblem } from './devmapper-rules';
import { thinPoolGivenTwice } from './messages';
import { resolveThinPool, type ThinPool } from './thin-pool';
import { DEVMAPPER_HOST_FOLDER, DEVMAPPER_ROOT, THIN_POOL_INSTALL_SCRIPT, THIN_POOL_SCRIPT } from './thin-pool-scripts';

/** Properties of `DevmapperSnapshotter`. The options of the pool are the installation's where that has `devmapper`. */
export interface DevmapperSnapshotterProps extends DevmapperOptions {
  /** The installation whose nodes get the pool. */
  readonly installation: KataInstallation;
}

/**
 * What prepares nodes for Firecracker: a DaemonSet that makes a thin pool of their raw local SSDs, before Kata is
 * installed there, and a unit of systemd that loads it again at each boot, before containerd starts.
 *
 * `KataRuntime` makes one for its `devmapper` and has the installer wait for it; kata-deploy then tells containerd of the
 * snapshotter. The pool is made once: nothing removes it but the end of the node. A device that holds anything else is left
 * alone, and the pod says so.
 *
 * @see https://github.com/containerd/containerd/blob/main/docs/snapshotters/devmapper.md
 * @throws for a device, name or size that is not valid, and an image that is not pinned
 *
 * @example
 * new DevmapperSnapshotter(chart, 'devmapper', { installation: kata.installation });
 */
export class DevmapperSnapshotter extends Construct {
  /** The DaemonSet. */
  public readonly daemonSet: ApiObject;

  /** Files that the DaemonSet writes to the nodes. */
  public readonly configMap: ApiObject;

  constructor(scope: Construct, id: string, props: DevmapperSnapshotterProps) {
    super(scope, id);
    assertInChart(this);
    neverSandbox(this);
    assertProps('DevmapperSnapshotterProps', props, this.node.path);
    const { installation, ...devmapper } = props;
    const [given] = Object.keys(devmapper);
    const { path } = this.node;
    if (installation.thinPool !== undefined && given !== undefined) {
      throw refusal(path, thinPoolGivenTwice(given));
    }
    const thinPool = installation.thinPool ?? resolveThinPool(devmapper);
    const problem = thinPoolProblem(thinPool, installation);
    if (problem !== undefined) throw refusal(path, problem);

    const { namespace, objectMetadata } = installation;
    const name = installation.partName('kata-devmapper');
    const unit = `cdk-kata-${thinPool.poolName}`;
    const data = files(unit, thinPool);
    const selector = { name };
    this.configMap = new ApiObject(this, 'files', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace, ...objectMetadata },
      data,
    });
    this.daemonSet = new ApiObject(this, 'Resource', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name, namespace, ...objectMetadata },
      spec: {
        selector: { matchLabels: selector },
        template: {
          metadata: {
            labels: selector,
            annotations: { 'checksum/files': createHash('sha256').update(JSON.stringify(data)).digest('hex') },
          },
          spec: podSpec(installation, thinPool, name, unit),
        },
      },
    });
    this.daemonSet.addDependency(this.configMap);
    requirePriorityQuota(this, installation);
  }
}

function files(unit: string, { poolName, devices }: ThinPool): { [file: string]: string } {
  const [shebang, ...script] = THIN_POOL_SCRIPT.split('\n');
  return {
    'thin-pool.sh': [
      shebang,
      `pool='${poolName}'`,
      `devices='${devices.join(' ')}'`,
      `root='${DEVMAPPER_ROOT}'`,
      ...script,
    ].join('\n'),
    'thin-pool.service': [
      '[Unit]',
      "Description=Thin pool of containerd's devmapper snapshotter",
      'Documentation=https://github.com/containerd/containerd/blob/main/docs/snapshotters/devmapper.md',
      'Before=containerd.service',
      '',
      '[Service]',
      'Type=oneshot',
      'RemainAfterExit=yes',
      'ExecStartPre=udevadm settle',
      `ExecStart=/bin/sh ${DEVMAPPER_HOST_FOLDER}/${unit}.sh`,
      '',
      '[Install]',
      'WantedBy=containerd.service multi-user.target',
      '',
    ].join('\n'),
    'install.sh': THIN_POOL_INSTALL_SCRIPT,
  };
}

function podSpec(installation: KataInstallation, { image }: ThinPool, name: string, unit: string): object {
  const imagePullPolicy = installation.pullPolicy(image);
  const resources = { requests: { cpu: '10m', memory: '16Mi' } };
  return {
    ...installation.podScheduling(installation.installerTolerations),
    automountServiceAccountToken: false,
    // systemd is reached through the node's first process.
    hostPID: true,
    terminationGracePeriodSeconds: 5,
    initContainers: [
      {
        name: 'thin-pool',
        image,
        imagePullPolicy,
        command: ['sh', '/thin-pool/install.sh'],
        env: [{ name: 'UNIT', value: unit }],
        securityContext: { privileged: true, readOnlyRootFilesystem: true },
        resources,
        volumeMounts: [
          { name: 'thin-pool', mountPath: '/thin-pool', readOnly: true },
          { name: 'folder', mountPath: '/node/folder' },
          { name: 'systemd', mountPath: '/node/systemd' },
        ],
      },
    ],
    // The pool is the kernel's; the pod stays so that the DaemonSet knows that the node has one.
    containers: [
      {
        name: 'ready',
        image,
        imagePullPolicy,
        command: ['tail', '-f', '/dev/null'],
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          runAsUser: 65534,
        },
        resources,
      },
    ],
    volumes: [
      { name: 'thin-pool', configMap: { name } },
      { name: 'folder', hostPath: { path: DEVMAPPER_HOST_FOLDER, type: 'DirectoryOrCreate' } },
      { name: 'systemd', hostPath: { path: '/etc/systemd/system', type: 'Directory' } },
    ],
  };
}
