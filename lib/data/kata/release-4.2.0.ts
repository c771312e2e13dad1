/**
 * Kata Containers 4.2.0 (2026-09-14): what differs from 4.1.0.
 *
 * Sources: `docs/releases/4.2.0.md`; `templates/_helpers.tpl`, `kata-rbac.yaml`, `kata-deploy-reconcile.yaml` and
 * `kata-monitor.yaml` of the chart and `docs/helm-configuration.md`, as they were between 4.1.0 and 4.2.0; the README of
 * kata-containers/k8s-job-dispatcher; kata-containers#13257 (TLS of kata-monitor), #13559 (K8S_DISTRIBUTION), #13682
 * (disable_block_device_use), #13685 (dispatcher), #13712 (kernel modules), #13751 (`selinux.enabled` of the chart), #13757
 * (containers on EROFS), #13796 (pods and events). The release notes name no change of shims, overheads and configuration files,
 * and none of #13697 (paths outside `/opt/kata`), and `values.yaml` was not read: they are those of 4.1.0. `docs/tested.md` lists
 * what was not read.
 */
import { KATA_4_1_0 } from './release-4.1.0';
import type { KataReleaseData } from './release-data';

export const KATA_4_2_0: KataReleaseData = {
  ...KATA_4_1_0,
  version: '4.2.0',
  image: 'quay.io/kata-containers/kata-deploy:4.2.0',
  monitorImage: 'quay.io/kata-containers/kata-monitor:4.2.0',
  dispatcherImage: 'ghcr.io/kata-containers/k8s-job-dispatcher:0.3.0',
  installer: {
    dispatcherProgram: '/usr/bin/k8s-job-dispatcher',
    dispatcherArguments: [
      '--tracking-label-prefix=kata-deploy-job-dispatcher',
      '--node-label-key=katacontainers.io/kata-runtime',
      '--instance-label-prefix=kata-deploy.katacontainers.io',
      '--require-node-runtime-version',
      '--require-node-machine-id',
    ],
    dispatcherReports: true,
    reconciles: true,
    loadsKernelModules: true,
    terminationMessagePolicy: 'FallbackToLogsOnError',
    alwaysNamesDistribution: true,
    monitorServesTls: true,
    chartLoadsSelinuxPolicy: true,
  },
  // The runtime in Rust refuses a pod that brings it (#13682).
  unknownSettings: { go: [], rust: ['disable_block_device_use'] },
  // Initdata works on Cloud Hypervisor with the runtime in Rust (#13668), and Dragonball has virtio-rng (#13380).
  inertSettings: {},
  readsCrioLimits: true,
  removesErofsContainers: true,
  endOfSupport: undefined,
};
