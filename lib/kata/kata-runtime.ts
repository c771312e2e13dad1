import { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { TerraformTokenGuard } from '../deploy/terraform-token-guard';
import { jobsNeedJobMode } from '../errors/job';
import {
  badObjectName,
  classNotInstalled,
  defaultClassWithSuffix,
  notOneOf,
  ruleWithoutFeatures,
} from '../errors/kata';
import { assertProps } from '../errors/props';
import { sizeAndShim, sizesNeedDaemonSet, unknownCustomRuntime, unknownSize } from '../errors/sizing';
import type { NodePlacement } from '../placement';
import { chartsOf, INSTALLATION, sandboxWorkload } from '../sandbox/sandbox-workload';
import { DevmapperSnapshotter } from './devmapper-snapshotter';
import { installerWarnings } from './installer-rules';
import { handlerOf, type InstallerSettings, installerSettings, settingsOf, suffixed } from './installer-settings';
import { KataDeploy } from './kata-deploy';
import { KataDeployJobs } from './kata-deploy-jobs';
import { KataDeployJobsRbac } from './kata-deploy-jobs-rbac';
import { KataDeployRbac } from './kata-deploy-rbac';
import { DeploymentMode } from './kata-job-options';
import { KataMonitor } from './kata-monitor';
import type { KataRelease } from './kata-release';
import { customRuntimeClass, runtimeClasses } from './kata-runtime-classes';
import type { KataRuntimeProps, SandboxOptions } from './kata-runtime-options';
import type { KataShim } from './kata-shim';
import { type KataSize, sizedRuntime } from './kata-size';
import { isDnsLabel } from './kubernetes-grammar';
import { KataNodeFeatureRule } from './node-feature-rule';
import { priorityQuota } from './priority-quota';
import { mebibytes } from './quantity';
import type { RuntimeClass } from './runtime-class';
import { collision, type Installed } from './runtime-collisions';
import { type SizedClass, sizingWarnings } from './sizing-warnings';
import { guestMemoryIn, neededOverheadMib } from './vm-size';

// `instanceof` is true for every chart: cdk8s answers it for its subclasses too.

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
  private readonly sharesNodes: boolean;
  private readonly sizes = new Map<string, SizedClass>();

  constructor(scope: Construct, id: string, props: KataRuntimeProps = {}) {
    super(scope, id);
    assertProps('KataRuntimeProps', props);
    Object.defineProperty(this, INSTALLATION, { value: true });
    const settings = installerSettings(props);
    const { defaultClassName, deploymentMode = DeploymentMode.DAEMON_SET } = props;
    if (!Object.values(DeploymentMode).includes(deploymentMode)) {
      throw new Error(notOneOf('deploymentMode', deploymentMode, Object.values(DeploymentMode)));
    }
    if (props.jobs !== undefined && deploymentMode !== DeploymentMode.JOB) throw new Error(jobsNeedJobMode());
    if (defaultClassName !== undefined && !isDnsLabel(defaultClassName)) {
      throw new Error(badObjectName('defaultClassName', defaultClassName));
    }
    if (defaultClassName !== undefined && settings.suffix !== undefined) {
      throw new Error(defaultClassWithSuffix(defaultClassName, settings.suffix));
    }
    this.settings = settings;
    this.release = settings.release;
    this.shims = settings.shims;
    this.defaultShim = settings.defaultShim;
    this.placement = settings.placement;
    this.sharesNodes = props.sharesNodes === true;
    this.namespaceName = settings.namespace;

    this.access = new Chart(this, 'access');
    const quota = priorityQuota(this.access, settings);
    this.installer = new Chart(this, 'installer');
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
    if (props.nodeFeatureRule === true) {
      if (props.nodeFeatures !== true) throw new Error(ruleWithoutFeatures());
      new KataNodeFeatureRule(this.installer, 'features', props);
    }
    if (quota) (this.jobsRbac ?? this.rbac)?.node.addDependency(quota);
    this.classes = runtimeClasses(this, settings, defaultClassName);

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
          ({ base, dropIn, handler, runtimeClassName = handler }) => ({
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
  public addSize(name: string, size: KataSize): RuntimeClass {
    if (this.deploy === undefined) throw new Error(sizesNeedDaemonSet(name));
    const runtime = sizedRuntime(name, size, this.release);
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

  /** A size that was added, or that is a custom runtime made by `sizedRuntime()`. */
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
    return { runtimeClass, shim: found.base };
  }

  /** What two installations in one app would fight over. */
  private collisions(): string[] {
    const others = this.node.root.node
      .findAll()
      .filter((it): it is KataRuntime => INSTALLATION in it && it.node.path < this.node.path);
    return others.flatMap((other) => collision(this.installed(), other.installed()) ?? []);
  }

  private installed(): Installed {
    const { settings, runtimeClasses: classes, sharesNodes } = this;
    return { path: this.node.path, settings, classes, sharesNodes };
  }
}

/** Whether a construct comes after another, as far as dependencies say. */
function waitsFor(one: IConstruct, other: IConstruct, seen = new Set<IConstruct>()): boolean {
  if (seen.has(one)) return false;
  seen.add(one);
  return one.node.dependencies.some((it) => it === other || waitsFor(it, other, seen));
}
