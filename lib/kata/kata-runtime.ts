import { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { NodePlacement } from '../contract/placement';
import { DeploymentRole, setDeploymentRole } from '../deploy/deployment-role';
import { TerraformTokenGuard } from '../deploy/terraform-token-guard';
import type { RuntimeClass } from '../sandbox/runtime-class';
import { chartsOf, INSTALLATION, sandboxWorkload } from '../sandbox/workload/sandbox-workload';
import { isDnsLabel } from '../validation/kubernetes-names';
import { badObjectName, notOneOf } from '../validation/messages';
import { assertProps } from '../validation/props';
import { mebibytes } from '../validation/quantity';
import { KataMonitor } from './addons/kata-monitor';
import { KataNodeFeatureRule } from './addons/node-feature-rule';
import type { KataRelease } from './catalogue/kata-release';
import type { KataShim } from './catalogue/kata-shim';
import { DevmapperSnapshotter } from './devmapper/devmapper-snapshotter';
import { handlerOf, type InstallerSettings, settingsOf, suffixed } from './install/installation';
import { installerWarnings } from './install/installation-rules';
import { KataDeploy } from './install/kata-deploy';
import { KataDeployRbac } from './install/kata-deploy-rbac';
import { classNotInstalled, defaultClassWithSuffix, ruleWithoutFeatures } from './install/messages';
import { priorityQuota } from './install/priority-class-quota';
import { installerSettings } from './install/resolve-installation';
import { collision, type Installed } from './installation-conflicts';
import { KataDeployJobs } from './job-mode/kata-deploy-jobs';
import { KataDeployJobsRbac } from './job-mode/kata-deploy-jobs-rbac';
import { DeploymentMode } from './job-mode/kata-job-options';
import { jobsNeedJobMode } from './job-mode/messages';
import type { KataRuntimeProps, SandboxOptions } from './kata-runtime-props';
import { customRuntimeClass, runtimeClasses } from './runtime-class/kata-runtime-classes';
import { sizeAndShim, sizesNeedDaemonSet, unknownCustomRuntime, unknownSize } from './sizing/messages';
import { type SizedClass, sizingWarnings } from './sizing/overhead-warnings';
import { guestMemoryIn, neededOverheadMib } from './sizing/vm-size';
import { type VmSizePreset, vmSizeRuntime } from './sizing/vm-size-preset';

/**
 * Kata Containers in a cluster, as one unit of deployment.
 *
 * It holds charts in the order in which they have to be applied: `access` (service account and permissions), `installer`,
 * and its own objects, the RuntimeClasses. Deleted backwards, nothing is left.
 *
 * @throws when the installation would not work, naming the prop, the reason and the fix
 *
 * @example
 * const kata = new KataRuntime(app, 'kata', { placement: pool.placement });
 * kata.sandbox(deployment);
 */
export class KataRuntime extends Chart {
  /** Release of Kata. */
  public readonly release: KataRelease;

  /** The shims that are installed. */
  public readonly shims: readonly KataShim[];

  /** The shim that a workload gets that names none. */
  public readonly defaultShim: KataShim;

  /** The nodes; undefined for every node. */
  public readonly placement: NodePlacement | undefined;

  /** Namespace of the installer. */
  public readonly namespaceName: string;

  /** Service account and permissions, and the quota of a namespace other than kube-system. */
  public readonly access: Chart;

  /** The installer. */
  public readonly installer: Chart;

  /** What the DaemonSet may do; undefined in job mode. */
  public readonly rbac: KataDeployRbac | undefined;

  /** The DaemonSet that installs; undefined in job mode. */
  public readonly deploy: KataDeploy | undefined;

  /** What the dispatcher of the Jobs may do; undefined unless in job mode. */
  public readonly jobsRbac: KataDeployJobsRbac | undefined;

  /** The Jobs that install; undefined unless in job mode. */
  public readonly deployJobs: KataDeployJobs | undefined;

  /** What makes the thin pool that Firecracker needs; undefined without. */
  public readonly devmapper: DevmapperSnapshotter | undefined;

  /** What serves metrics; undefined without. */
  public readonly monitor: KataMonitor | undefined;

  /**
   * Every default filled in.
   *
   * @internal
   */
  public readonly settings: InstallerSettings;

  private readonly classes: Map<string, RuntimeClass>;
  private readonly allowSharedNodes: boolean;
  private readonly sizes = new Map<string, SizedClass>();
  constructor(scope: Construct, id: string, props: KataRuntimeProps = {}) {
    super(scope, id);
    assertProps('KataRuntimeProps', props);
    Object.defineProperty(this, INSTALLATION, { value: true });
    const settings = installerSettings(props);
    const { defaultRuntimeClassName, deploymentMode = DeploymentMode.DAEMON_SET } = props;
    if (!Object.values(DeploymentMode).includes(deploymentMode)) {
      throw new Error(notOneOf('deploymentMode', deploymentMode, Object.values(DeploymentMode)));
    }
    if (props.jobs !== undefined && deploymentMode !== DeploymentMode.JOB) throw new Error(jobsNeedJobMode());
    if (defaultRuntimeClassName !== undefined && !isDnsLabel(defaultRuntimeClassName)) {
      throw new Error(badObjectName('defaultRuntimeClassName', defaultRuntimeClassName));
    }
    if (defaultRuntimeClassName !== undefined && settings.suffix !== undefined) {
      throw new Error(defaultClassWithSuffix(defaultRuntimeClassName, settings.suffix));
    }
    this.settings = settings;
    this.release = settings.release;
    this.shims = settings.shims;
    this.defaultShim = settings.defaultShim;
    this.placement = settings.placement;
    this.allowSharedNodes = props.allowSharedNodes === true;
    this.namespaceName = settings.namespace;

    this.access = setDeploymentRole(new Chart(this, 'access'), DeploymentRole.ACCESS);
    const quota = priorityQuota(this.access, settings);
    this.installer = setDeploymentRole(new Chart(this, 'installer'), DeploymentRole.INSTALLER);
    this.installer.addDependency(this.access);
    if (deploymentMode === DeploymentMode.JOB) {
      this.jobsRbac = new KataDeployJobsRbac(this.access, 'rbac', props);
      this.deployJobs = new KataDeployJobs(this.installer, 'deploy', props);
    } else {
      this.rbac = new KataDeployRbac(this.access, 'rbac', props);
      this.deploy = new KataDeploy(this.installer, 'deploy', props);
    }
    if (props.devmapper !== undefined) {
      this.devmapper = new DevmapperSnapshotter(this.installer, 'devmapper', {
        ...props.devmapper,
        installation: props,
      });
    }
    if (props.monitor !== undefined) {
      this.monitor = new KataMonitor(this.installer, 'monitor', { ...props.monitor, installation: props });
    }
    if (props.createNodeFeatureRule === true) {
      if (props.nodeFeatureDiscovery !== true) throw new Error(ruleWithoutFeatures());
      new KataNodeFeatureRule(this.installer, 'features', props);
    }
    if (quota) (this.jobsRbac ?? this.rbac)?.node.addDependency(quota);
    this.classes = runtimeClasses(this, settings, defaultRuntimeClassName);

    setDeploymentRole(this, DeploymentRole.RUNTIME_CLASSES);
    TerraformTokenGuard.protect(this);
    this.node.addValidation({ validate: () => this.collisions() });
  }

  /** What is legal and risky about the installation, for whoever runs the program. */
  public get warnings(): string[] {
    const chosen = this.settings.options.shims === undefined ? [] : this.shims;
    return [
      ...installerWarnings(this.settings),
      ...sizingWarnings([
        ...chosen.map((shim) => ({
          runtimeClass: this.runtimeClass(shim),
          shim,
          neededMib: neededOverheadMib(shim, this.release, guestMemoryIn(settingsOf(this.settings, shim).dropIn, shim)),
        })),
        ...(this.settings.options.customRuntimes ?? []).map(
          ({ shim: base, dropIn, handler, runtimeClassName = handler }) => ({
            runtimeClass: this.classes.get(runtimeClassName) as RuntimeClass,
            shim: base,
            neededMib: neededOverheadMib(base, this.release, guestMemoryIn(dropIn, base)),
          }),
        ),
        ...this.sizes.values(),
      ]),
    ];
  }

  /** Every RuntimeClass of the installation. */
  public get runtimeClasses(): RuntimeClass[] {
    return [...this.classes.values()];
  }

  /**
   * The RuntimeClass of a shim.
   *
   * @param shim the shim; the default shim if none is given
   * @throws when the shim is not installed
   */
  public runtimeClass(shim: KataShim = this.defaultShim): RuntimeClass {
    const installed = this.shims.some(({ name }) => name === shim.name);
    const found = installed ? this.classes.get(handlerOf(this.settings, shim)) : undefined;
    if (!found) {
      throw new Error(
        classNotInstalled(
          shim.name,
          this.shims.map(({ name }) => name),
        ),
      );
    }
    return found;
  }

  /**
   * Adds a size of VMs: a RuntimeClass whose overhead and whose hypervisor's settings belong together.
   *
   * @param name part of the names: handler and RuntimeClass are `kata-<name>`, with the suffix of the installation behind
   * @param size what the guest has for itself beside its containers' limits
   * @returns the RuntimeClass
   * @throws when the name is taken, the shim is not installed, or Jobs install Kata
   */
  public addSize(name: string, size: VmSizePreset): RuntimeClass {
    if (this.deploy === undefined) throw new Error(sizesNeedDaemonSet(name));
    const runtime = vmSizeRuntime(name, size, this.release);
    const handler = suffixed(runtime.handler, this.settings.suffix);
    this.deploy.addCustomRuntime({ ...runtime, handler });
    const runtimeClass = customRuntimeClass(this, this.settings, { ...runtime, handler });
    this.classes.set(runtimeClass.name, runtimeClass);
    const neededMib = neededOverheadMib(size.shim, this.release, mebibytes('guestMemory', size.guestMemory));
    this.sizes.set(name, { runtimeClass, shim: size.shim, neededMib });
    return runtimeClass;
  }

  /**
   * Puts a workload into VMs: every pod that the construct holds gets the RuntimeClass of the shim, and nothing else is
   * changed. What defeats the VM or breaks in it is refused at synthesis.
   *
   * @param workload an ApiObject, or any construct that holds some: of cdk8s-plus, an Include, a Helm chart, a Chart
   * @param options the shim, and for custom resources where the pod spec is
   * @throws when the shim is not installed, or the construct holds no workload
   */
  public sandbox(workload: IConstruct, options: SandboxOptions = {}): void {
    assertProps('SandboxOptions', options);
    const { shim: chosen, size, customRuntime, ...rest } = options;
    if ([chosen, size, customRuntime].filter((it) => it !== undefined).length > 1) throw new Error(sizeAndShim());
    const special =
      size !== undefined ? this.size(size) : customRuntime !== undefined ? this.custom(customRuntime) : undefined;
    const shim = special?.shim ?? chosen ?? this.defaultShim;
    const { name, nodeSelector } = special?.runtimeClass ?? this.runtimeClass(shim);
    const { runtime, annotations } = this.release.shimData(shim);
    sandboxWorkload(
      workload,
      {
        runtimeClassName: name,
        shim: shim.name,
        requiresMemoryLimit: runtime === 'rust',
        runtime,
        allowedAnnotations: [...annotations, ...(settingsOf(this.settings, shim).allowedHypervisorAnnotations ?? [])],
        nodeSelector,
      },
      rest,
    );
    for (const chart of chartsOf(workload)) {
      // A chart of the installation's own, or one that it waits for, cannot wait for it.
      if (!chart.node.scopes.includes(this) && !waitsFor(this, chart)) chart.addDependency(this);
    }
  }

  /** A size that was added, or that is a custom runtime made by `vmSizeRuntime()`. */
  private size(name: string): Pick<SizedClass, 'runtimeClass' | 'shim'> {
    const handlers = [`kata-${name}`, suffixed(`kata-${name}`, this.settings.suffix)];
    const custom = this.settings.options.customRuntimes?.find(({ handler }) => handlers.includes(handler));
    const found = this.sizes.get(name) ?? (custom && this.custom(custom.handler));
    if (!found) throw new Error(unknownSize(name, [...this.sizes.keys()]));
    return found;
  }

  private custom(handler: string): Pick<SizedClass, 'runtimeClass' | 'shim'> {
    const runtimes = this.settings.options.customRuntimes ?? [];
    const found = runtimes.find((it) => it.handler === handler);
    const runtimeClass = found && this.classes.get(found.runtimeClassName ?? found.handler);
    if (!found || !runtimeClass) {
      throw new Error(
        unknownCustomRuntime(
          handler,
          runtimes.map((it) => it.handler),
        ),
      );
    }
    return { runtimeClass, shim: found.shim };
  }

  /** What two installations in one app would fight over. */
  private collisions(): string[] {
    const others = this.node.root.node
      .findAll()
      .filter((it): it is KataRuntime => INSTALLATION in it && it.node.path < this.node.path);
    return others.flatMap((other) => collision(this.installed(), other.installed()) ?? []);
  }

  private installed(): Installed {
    const { settings, runtimeClasses: classes, allowSharedNodes } = this;
    return { path: this.node.path, settings, classes, allowSharedNodes };
  }
}

/** Whether a construct comes after another, as far as dependencies say. */
function waitsFor(one: IConstruct, other: IConstruct, seen = new Set<IConstruct>()): boolean {
  if (seen.has(one)) return false;
  seen.add(one);
  return one.node.dependencies.some((it) => it === other || waitsFor(it, other, seen));
}
