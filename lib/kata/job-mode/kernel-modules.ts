/** What the step that loads kernel modules adds to the Job of a node. */
export interface KernelModules {
  readonly volumes: readonly object[];

  /** A container of the Job, with what the modules need. */
  adapt(stage: string, container: object): object;
}

/** The step that loads the modules which Kata needs, and has them loaded at each boot. */
export const LOAD_KERNEL_MODULES = ['load-kernel-modules', 'install-stage-load-kernel-modules'] as const;

/** For releases that leave the modules to the nodes. */
export const NO_MODULES: KernelModules = { volumes: [], adapt: (_, container) => container };

const HOST_ROOT = { name: 'host-root', hostPath: { path: '/', type: 'Directory' } };
const MODULES = { name: 'modules-load-d', hostPath: { path: '/etc/modules-load.d', type: 'DirectoryOrCreate' } };
const MODULES_MOUNT = { name: 'modules-load-d', mountPath: '/host-modules-load.d' };

/**
 * Since 4.2.0 a privileged container loads the modules before the installation, and the last step of the cleanup takes their list
 * away.
 *
 * @param pipeline the Job: `install` or `cleanup`
 */
export function kernelModules(pipeline: 'install' | 'cleanup'): KernelModules {
  return {
    volumes: [...(pipeline === 'install' ? [HOST_ROOT] : []), MODULES],
    adapt: (stage, container) => {
      const { volumeMounts = [] } = container as { readonly volumeMounts?: readonly object[] };
      if (stage === LOAD_KERNEL_MODULES[0]) {
        return {
          ...container,
          securityContext: { privileged: true, readOnlyRootFilesystem: true },
          volumeMounts: [...volumeMounts, { name: 'host-root', mountPath: '/host', readOnly: true }, MODULES_MOUNT],
        };
      }
      return stage === 'remove-artifacts'
        ? { ...container, volumeMounts: [...volumeMounts, MODULES_MOUNT] }
        : container;
    },
  };
}
