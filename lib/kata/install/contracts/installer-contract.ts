import type { Finding } from '../../../validation/finding';
import type { ResolvedInstallation } from '../resolved-installation';
import type { ContractDefaults } from './contract-defaults';

/** A variable of a container. */
export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly fieldRef: { readonly fieldPath: string } };
}

/** A ConfigMap that the installer reads. */
export interface InstallerConfig {
  readonly name: string;
  readonly volume: string;
  readonly mountPath: string;
  readonly checksum: string;
  readonly data: { readonly [key: string]: string };
}

/** A rule of a role. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** Labels and annotations of an object. */
export interface ObjectMetadata {
  readonly labels?: { readonly [label: string]: string };
  readonly annotations?: { readonly [annotation: string]: string };
}

/**
 * How one generation of kata-deploy is started and configured: what differs between generations, and nothing else.
 *
 * A release names its contract; `contractOf()` is the one place that knows them all.
 */
export interface InstallerContract extends ContractDefaults {
  /** Whether the installer takes its files off the nodes by itself when it is deleted. */
  readonly cleansUp: boolean;

  /** Whether the installer's container is privileged, so that SELinux does not keep it from the node's files. */
  readonly isPrivileged: boolean;

  /** Labels of every object of the installation. */
  objectMetadata(installation: ResolvedInstallation): ObjectMetadata;

  /** Labels of the installer's pods beside those by which they are found. */
  podLabels(installation: ResolvedInstallation): { readonly [label: string]: string };

  /** Labels and annotations of a RuntimeClass. */
  classMetadata(installation: ResolvedInstallation): ObjectMetadata;

  /** Variants of each shim's handler that the installer makes beside the handler itself. */
  handlerVariants(installation: ResolvedInstallation): readonly string[];

  /** Permissions of the installer in the cluster. */
  clusterRoleRules(installation: ResolvedInstallation): PolicyRule[];

  /** ConfigMaps that the installer reads. */
  configs(installation: ResolvedInstallation): InstallerConfig[];

  /** The spec of the installer's pod, without the fields that choose its nodes. */
  podSpec(installation: ResolvedInstallation): object;

  /**
   * A container that does one thing on its node and ends.
   *
   * @param name name of the container
   * @param action what kata-deploy is told to do
   */
  stepContainer(installation: ResolvedInstallation, name: string, action: string): object;

  /** The volumes of {@link stepContainer}. */
  volumes(installation: ResolvedInstallation): object[];

  /** What was asked for and the contract does not have; a sentence each. */
  problems(installation: ResolvedInstallation): Finding[];
}
