import { ownershipLabels } from '../../../contract/installation-name';
import { BINARY_HOST_FOLDERS, CONTAINERD_CONFIG_DIRS, type HostFolder } from '../../../data/kata/host-paths';
import type { Finding } from '../../../validation/finding';
import { waitForThinPool, waitVolumes } from '../../devmapper/devmapper-setup';
import type { KataProbe } from '../installer-pod-options';
import type { ResolvedInstallation } from '../resolved-installation';
import { binaryConfigs } from './binary-configs';
import { binaryEnv } from './binary-env';
import type { InstallerConfig, InstallerContract, ObjectMetadata, PolicyRule } from './installer-contract';
import { relocationProblems } from './relocation';

const HEALTH_PORT = 8090;

/**
 * kata-deploy since 3.26: one program in an image without a shell, in an unprivileged container, told what to do by
 * variables that end in the architecture and by ConfigMaps.
 *
 * @see https://github.com/kata-containers/kata-containers/tree/4.1.0/tools/packaging/kata-deploy/binary
 */
export class BinaryContract implements InstallerContract {
  public readonly defaultPriorityClassName = 'system-node-critical';
  public readonly cleansUp = true;
  public readonly isPrivileged = false;

  public ownershipLabels(multiInstallSuffix: string | undefined): { readonly [label: string]: string } {
    return ownershipLabels(multiInstallSuffix);
  }

  /** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
  public objectMetadata({ release, instance }: ResolvedInstallation): ObjectMetadata {
    return {
      labels: {
        'app.kubernetes.io/name': 'kata-deploy',
        'app.kubernetes.io/instance': instance,
        'app.kubernetes.io/version': release.version,
        'app.kubernetes.io/part-of': 'kata-containers',
        'app.kubernetes.io/managed-by': 'cdk-kata',
      },
    };
  }

  public podLabels(installation: ResolvedInstallation): { readonly [label: string]: string } {
    return { ...this.objectMetadata(installation).labels };
  }

  public classMetadata(installation: ResolvedInstallation): ObjectMetadata {
    return {
      ...this.objectMetadata(installation),
      annotations: { 'katacontainers.io/kata-version': installation.release.version },
    };
  }

  public handlerVariants({ debug, devkit }: ResolvedInstallation): readonly string[] {
    return [...(debug ? ['debug'] : []), ...(debug && devkit ? ['devkit'] : [])];
  }

  public clusterRoleRules({ readsKubeletConfig }: ResolvedInstallation): PolicyRule[] {
    return [
      { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'patch'] },
      // This opens the kubelet's whole API, and the installer uses it for one warning: it is granted only where that warning is possible.
      ...(readsKubeletConfig ? [{ apiGroups: [''], resources: ['nodes/proxy'], verbs: ['get'] }] : []),
      { apiGroups: ['apps'], resources: ['daemonsets'], verbs: ['get', 'list', 'watch'] },
    ];
  }

  public configs(installation: ResolvedInstallation): InstallerConfig[] {
    return binaryConfigs(installation);
  }

  public podSpec(installation: ResolvedInstallation): object {
    const { debug, image, logLevel = debug ? 'debug' : undefined, probes, resources } = installation;
    const { startup, liveness, readiness, port = HEALTH_PORT } = probes;
    const initContainers = waitForThinPool(installation);
    return {
      // Removing Kata restarts containerd and waits for the node.
      terminationGracePeriodSeconds: 600,
      ...(initContainers.length > 0 && { initContainers }),
      containers: [
        {
          name: 'kube-kata',
          image,
          imagePullPolicy: installation.pullPolicy(),
          command: command(logLevel, 'install'),
          env: [...binaryEnv(installation), { name: 'HEALTH_PORT', value: String(port) }],
          securityContext: { privileged: this.isPrivileged, readOnlyRootFilesystem: true },
          ...probe('startupProbe', '/readyz', port, startup, {
            initialDelaySeconds: 1,
            periodSeconds: 10,
            failureThreshold: 60,
          }),
          ...probe('livenessProbe', '/healthz', port, liveness, { periodSeconds: 30, failureThreshold: 3 }),
          ...probe('readinessProbe', '/readyz', port, readiness, { periodSeconds: 10, failureThreshold: 3 }),
          resources: {
            requests: resources?.requests ?? { cpu: '25m', memory: '16Mi' },
            ...(resources?.limits && { limits: resources.limits }),
          },
          volumeMounts: this.volumeMounts(installation),
          ...terminationMessage(installation),
        },
      ],
      volumes: this.volumes(installation),
    };
  }

  public stepContainer(installation: ResolvedInstallation, name: string, action: string): object {
    const { image, logLevel, resources } = installation;
    return {
      name,
      image,
      imagePullPolicy: installation.pullPolicy(),
      command: command(logLevel, action),
      env: binaryEnv(installation),
      securityContext: { privileged: this.isPrivileged, readOnlyRootFilesystem: true },
      ...(resources && { resources }),
      volumeMounts: this.volumeMounts(installation),
      ...terminationMessage(installation),
    };
  }

  public volumes(installation: ResolvedInstallation): object[] {
    return [
      { name: 'tmp', emptyDir: {} },
      ...hostFolders(installation).map(({ name, path, type }) => ({ name, hostPath: { path, ...(type && { type }) } })),
      ...this.configs(installation).map(({ volume, name }) => ({ name: volume, configMap: { name } })),
      ...waitVolumes(installation),
    ];
  }

  public problems(installation: ResolvedInstallation): Finding[] {
    return relocationProblems(installation);
  }

  private volumeMounts(installation: ResolvedInstallation): object[] {
    return [
      { name: 'tmp', mountPath: '/tmp' },
      ...hostFolders(installation).map(({ name, mountPath, readOnly }) => ({
        name,
        mountPath,
        ...(readOnly && { readOnly }),
      })),
      ...this.configs(installation).map(({ volume, mountPath }) => ({ name: volume, mountPath, readOnly: true })),
    ];
  }
}

function command(logLevel: string | undefined, action: string): string[] {
  return ['/usr/bin/kata-deploy', ...(logLevel === undefined ? [] : ['--log-level', logLevel]), action];
}

function terminationMessage({ release }: ResolvedInstallation): object {
  const { terminationMessagePolicy } = release.data.installer;
  return terminationMessagePolicy === undefined ? {} : { terminationMessagePolicy };
}

/** Folders of the node that kata-deploy works on. */
function hostFolders({ containerd, distribution, installDir }: ResolvedInstallation): HostFolder[] {
  return [
    { name: 'crio-conf', path: '/etc/crio/', mountPath: '/etc/crio/' },
    {
      name: 'containerd-conf',
      path: containerd.configDir ?? CONTAINERD_CONFIG_DIRS[distribution],
      mountPath: '/etc/containerd/',
    },
    { name: 'kata-install', path: installDir, mountPath: installDir, type: 'DirectoryOrCreate' },
    ...BINARY_HOST_FOLDERS,
  ];
}

function probe(
  name: string,
  path: string,
  port: number,
  given: KataProbe | undefined,
  defaults: Omit<KataProbe, 'enabled'>,
): object {
  if (given?.enabled === false) return {};
  const { initialDelaySeconds = defaults.initialDelaySeconds } = given ?? {};
  return {
    [name]: {
      httpGet: { path, port },
      ...(initialDelaySeconds === undefined ? {} : { initialDelaySeconds }),
      periodSeconds: given?.periodSeconds ?? defaults.periodSeconds,
      failureThreshold: given?.failureThreshold ?? defaults.failureThreshold,
      timeoutSeconds: given?.timeoutSeconds ?? 3,
    },
  };
}
