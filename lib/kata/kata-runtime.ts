import { App, type Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { ClusterFacts } from '../contract/cluster-facts';
import type { NodePlacement } from '../contract/placement';
import { assertBelowApp } from '../deploy/below-app';
import { DeploymentRole, setDeploymentRole } from '../deploy/order/deployment-role';
import { TerraformTokenGuard } from '../deploy/terraform-token-guard';
import type { IRuntimeClass, RuntimeClass } from '../sandbox/runtime-class';
import type { SandboxTarget } from '../sandbox/workload/sandbox-target';
import { sandboxWorkload } from '../sandbox/workload/sandbox-workload';
import { validateClusterFacts } from '../validation/contract';
import { assertNoErrors, type Finding } from '../validation/finding';
import { Findings, warnings } from '../validation/findings';
import { assertProps } from '../validation/props';
import { KataMonitor } from './addons/kata-monitor';
import { KataNodeFeatureRule } from './addons/node-feature-rule';
import type { KataRelease } from './catalogue/kata-release';
import type { KataShim } from './catalogue/kata-shim';
import { assertNoChartValues } from './chart-values';
import { DevmapperSnapshotter } from './devmapper/devmapper-snapshotter';
import { ImportedKataRuntime } from './imported-kata-runtime';
import { DaemonSetInstaller } from './install/daemon-set-installer';
import { DeploymentMode } from './install/deployment-mode';
import { KataInstallation } from './install/kata-installation';
import type { IKataInstaller } from './install/kata-installer';
import { priorityQuota } from './install/priority-class-quota';
import type { CustomRuntime } from './install/shim-settings';
import { findConflict, type InstallationSummary } from './installation-conflicts';
import { installationNamespace } from './installation-namespace';
import { JobsInstaller } from './job-mode/jobs-installer';
import { KataChart } from './kata-chart';
import { foundAt, refusal } from './kata-rule';
import type { KataRuntimeAttributes } from './kata-runtime-attributes';
import type { IKataRuntime, SandboxOptions } from './kata-runtime-interface';
import type { KataRuntimeProps } from './kata-runtime-props';
import { assertPlacement } from './misplaced';
import { classAttributes, guestOf } from './runtime-class/kata-class';
import { KataRuntimeClasses } from './runtime-class/kata-runtime-classes';
import { validateRuntime } from './runtime-findings';
import { propsProblem } from './runtime-props-rules';
import { limitsFor, type VmDimensions } from './sizing/pod-limits';
import type { ContainerLimits } from './sizing/vm-size';
import type { VmSizePreset } from './sizing/vm-size-preset';

/** Marks a KataRuntime. `instanceof` cannot: cdk8s overrides it, so that it is true for every Chart. */
const INSTALLATION = Symbol.for('cdk-kata/KataRuntime');

/**
 * Kata Containers in a cluster, as one unit of deployment.
 *
 * It holds charts in the order in which they have to be applied: `access` (service account and permissions), `installer`,
 * and its own objects, the RuntimeClasses. They are removed in the opposite order, as `removalCommands()` does it. To take Kata off the
 * nodes, Jobs need `uninstall`, and Kata 3.14.0 needs `KataCleanup`.
 *
 * @see https://github.com/kata-containers/kata-containers/blob/main/docs/installation.md
 * @throws when the installation would not work, naming the prop, the reason and the fix
 *
 * @example
 * const kata = new KataRuntime(app, 'kata', { placement: pool.placement });
 * kata.sandbox(deployment);
 */
export class KataRuntime extends KataChart implements IKataRuntime {
  /**
   * An installation of Kata that another program made. Workloads are put into its RuntimeClasses; nothing is installed.
   *
   * @param scope where the construct goes
   * @param id its id
   * @param attributes the installation as plain data: `kata.attributes` of the other program, or a literal
   * @throws for a release or a shim that the library does not know
   */
  public static fromAttributes(scope: Construct, id: string, attributes: KataRuntimeAttributes): IKataRuntime {
    return new ImportedKataRuntime(scope, id, attributes);
  }

  /** The installation, for parts that are made by hand. */
  public readonly installation: KataInstallation;

  /** What the cluster is, as far as the program said. */
  public readonly cluster: ClusterFacts | undefined;

  /** Chart with service account and permissions, and with the quota of a namespace other than kube-system. */
  public readonly accessChart: Chart;

  /** Chart with what installs. */
  public readonly installerChart: Chart;

  /** What installs: a DaemonSet, or Jobs. */
  public readonly installer: IKataInstaller;

  /** DaemonSet that makes the thin pool that Firecracker needs, of the first pool that has one; undefined without `devmapper`. */
  public readonly devmapper: DevmapperSnapshotter | undefined;

  /** DaemonSet that serves metrics, of several pools that of the first; undefined without `monitor`. */
  public readonly monitor: KataMonitor | undefined;

  private readonly classes: KataRuntimeClasses;
  private readonly allowSharedNodes: boolean;
  private readonly sandboxed: IConstruct[] = [];

  constructor(scope: Construct, id: string, props: KataRuntimeProps = {}) {
    super(scope, id);
    assertBelowApp(this);
    assertPlacement(this.node.path, props);
    assertNoChartValues(this.node.path, props);
    assertProps('KataRuntimeProps', props, this.node.path);
    if (props.cluster !== undefined) assertNoErrors(validateClusterFacts(this.node.path, props.cluster));
    Object.defineProperty(this, INSTALLATION, { value: true });
    const installation = new KataInstallation(props, this.node.path);
    const problem = propsProblem(props, installation);
    if (problem !== undefined) throw refusal(this.node.path, problem);
    this.installation = installation;
    this.cluster = props.cluster;
    this.allowSharedNodes = props.allowSharedNodes === true;

    this.accessChart = setDeploymentRole(new KataChart(this, 'access'), DeploymentRole.ACCESS);
    installationNamespace(this.accessChart, installation, props.createNamespace);
    priorityQuota(this.accessChart, installation);
    this.installerChart = setDeploymentRole(new KataChart(this, 'installer'), DeploymentRole.INSTALLER);
    this.installer =
      props.deploymentMode === DeploymentMode.JOB
        ? new JobsInstaller(this.accessChart, this.installerChart, installation, props.jobs)
        : new DaemonSetInstaller(this.accessChart, this.installerChart, installation);
    const pools = installation.parts
      .filter(({ thinPool }) => thinPool !== undefined)
      .map((it) => new DevmapperSnapshotter(this.installerChart, it.partId('devmapper'), { installation: it }));
    this.devmapper = pools[0];
    const { monitor } = props;
    const monitors = (monitor === undefined ? [] : installation.parts).map(
      (it) => new KataMonitor(this.installerChart, it.partId('monitor'), { ...monitor, installation: it }),
    );
    this.monitor = monitors[0];
    if (props.createNodeFeatureRule === true) {
      new KataNodeFeatureRule(this.installerChart, 'features', { installation });
    }
    this.classes = new KataRuntimeClasses(this, 'classes', {
      installation,
      defaultRuntimeClassName: props.defaultRuntimeClassName,
      countKeys: props.createNodeFeatureRule,
      written: props.createRuntimeClasses,
    });

    setDeploymentRole(this, DeploymentRole.RUNTIME_CLASSES);
    TerraformTokenGuard.protect(this);
    const risks = () => validateRuntime(installation, this.classes, props);
    Findings.of(this).add(() => [...this.conflicts(), ...risks()], { at: App.of(this) });
  }

  /** Release of Kata. */
  public get release(): KataRelease {
    return this.installation.release;
  }

  /** The shims that are installed. */
  public get shims(): readonly KataShim[] {
    return this.installation.shims;
  }

  /** The shim of workloads that name none. */
  public get defaultShim(): KataShim {
    return this.installation.defaultShim;
  }

  /** The nodes; undefined for every node, and where there are several pools. */
  public get placement(): NodePlacement | undefined {
    return this.installation.placement;
  }

  /** Namespace of the installer. */
  public get installerNamespace(): string {
    return this.installation.namespace;
  }

  /** Every RuntimeClass of the installation, and those that it was told of. */
  public get runtimeClasses(): IRuntimeClass[] {
    return this.classes.list.all.map(({ runtimeClass }) => runtimeClass);
  }

  /** The installation as plain data, for `KataRuntime.fromAttributes()` in another program. */
  public get attributes(): KataRuntimeAttributes {
    const { multiInstallSuffix, placement, release, shims, defaultShim } = this.installation;
    const customShims = release.customShims.map(({ shim, ...settings }) => ({ name: shim.name, ...settings }));
    return {
      release: release.baseVersion,
      ...(customShims.length > 0 && { customShims }),
      shims: shims.map(({ name }) => name),
      defaultShim: defaultShim.name,
      ...(multiInstallSuffix !== undefined && { multiInstallSuffix }),
      ...(placement && { placement }),
      classes: this.classes.list.all.map(classAttributes),
    };
  }

  /** The warnings about the installation and about what was put into it, as they are printed, without what was acknowledged. */
  public get warnings(): string[] {
    return warnings(this, ...this.sandboxed);
  }

  /**
   * The RuntimeClass of a shim.
   *
   * @param shim the shim; the default shim if none is given
   * @throws when the shim is not installed
   */
  public runtimeClass(shim: KataShim = this.defaultShim): RuntimeClass {
    return this.classes.list.ofShim(shim).runtimeClass as RuntimeClass;
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
    return this.customRuntimeClass(this.installation.addSize(name, size));
  }

  /**
   * Tells the runtime of a RuntimeClass that something else made for one of its shims, so that workloads can be put into it.
   *
   * @param runtimeClass the class, such as `RuntimeClass.fromRuntimeClassName()` gives it
   * @param shim the shim behind it
   * @throws when the shim is not installed, or the class is one of another shim
   */
  public addRuntimeClass(runtimeClass: IRuntimeClass, shim: KataShim): void {
    this.classes.list.addMadeElsewhere(runtimeClass, shim);
  }

  /**
   * What a pod gets from a RuntimeClass of the runtime.
   *
   * @param runtimeClass the class; that of the default shim if none is given
   * @throws when the runtime does not know the class
   */
  public sandboxTarget(runtimeClass: IRuntimeClass = this.runtimeClass()): SandboxTarget {
    return this.classes.list.target(this.classes.list.choose({ runtimeClass }));
  }

  /**
   * The limits with which a pod of a class gets a VM of a size, exact to the sizing model of the class.
   *
   * @param dimensions vCPUs and memory of the VM
   * @param runtimeClass one of `runtimeClasses`; that of the default shim if not given
   * @returns limits of the pod as a whole; a field is absent where the pod needs no limit
   * @throws for a class of another runtime, and for a VM that the class does not make, with the nearest that it makes
   *
   * @example
   * kata.podLimits({ vcpus: 2, memory: '4Gi' }); // { cpu: '1800m', memory: '4064Mi' }
   */
  public podLimits(dimensions: VmDimensions, runtimeClass?: IRuntimeClass): ContainerLimits {
    assertProps('VmDimensions', dimensions, this.node.path, { name: 'dimensions' });
    return limitsFor(guestOf(this.release, this.classes.list.choose({ runtimeClass })), dimensions, this.node.path);
  }

  /**
   * Puts a workload into VMs: every pod that the construct holds gets the RuntimeClass of the shim. A DaemonSet also gets the node
   * selector and the tolerations of the class; `annotations` and `defaultLimits` are written where they are asked for; nothing else
   * is changed. What defeats the VM or breaks in it is refused at synthesis. An API object that holds no pods is passed over.
   *
   * @param workload an ApiObject, or any construct that holds some: of cdk8s-plus, an Include, a Helm chart, a Chart
   * @param options the class or its shim, and for custom resources where the pod spec is
   * @throws when the shim is not installed, or a construct of several objects holds no workload
   */
  public sandbox(workload: IConstruct, options: SandboxOptions = {}): void {
    assertProps('SandboxOptions', options, this.node.path);
    const { runtimeClass, shim, size, customRuntime, ...rest } = options;
    const chosen = this.classes.list.choose({ runtimeClass, shim, size, customRuntime });
    sandboxWorkload(workload, this.classes.list.target(chosen), rest, this);
    this.sandboxed.push(workload);
  }

  private customRuntimeClass({ handler, runtimeClassName = handler }: CustomRuntime): RuntimeClass {
    return this.classes.list.find(runtimeClassName)?.runtimeClass as RuntimeClass;
  }

  /** Conflicts with other installations of the app: names, RuntimeClasses, handlers, nodes, startup taints. */
  private conflicts(): Finding[] {
    const others = this.node.root.node
      .findAll()
      .filter((it): it is KataRuntime => INSTALLATION in it && it.node.path < this.node.path);
    return others
      .flatMap((other) => findConflict(this.summary(), other.summary()) ?? [])
      .map((it) => foundAt(this.node.path, it));
  }

  private summary(): InstallationSummary {
    const { installation, allowSharedNodes } = this;
    return { path: this.node.path, installation, classes: this.classes.all, allowSharedNodes };
  }
}
