import { Severity } from '../validation/finding';
import { Rule } from '../validation/rule';
import { KataRelease } from './catalogue/kata-release';
import { CATALOGUE_RULES } from './catalogue/messages';
import { RELEASE_RULES } from './catalogue/release-rules';
import { INSTALLER_RULES } from './install/rules/installer-rule-list';
import { SHIM_RULES } from './install/rules/shim-rule-list';
import { JOB_RULES } from './job-mode/job-rule-list';
import { error, warning } from './kata-rule';

/** Rules about a runtime as a whole, its pools, classes and sizes, and installations beside each other. */
const RUNTIME_RULES = {
  placement: error('placement', 'a node pool is given where its placement is meant', 'pass pool.placement'),
  chartValue: error(
    'chart-value',
    "a value of upstream's chart is given that acts on no node of GKE with nested virtualization",
    'leave it out',
  ),
  poolsAndOther: error(
    'pools-and-other-options',
    'pools is given together with an option that each pool has by itself',
    'give the option to the pools alone',
  ),
  partsOfTwo: new Rule({
    id: 'kata/parts-of-two-installations',
    severity: Severity.ERROR,
    meaning: 'a part of an installation was made by hand, and what it needs is there for another installation alone',
    fix: 'give both parts one KataInstallation; acknowledge this where another program makes what is missing',
    canAcknowledge: true,
  }),
  poolName: error(
    'pool-name',
    'the name of a pool cannot end names of objects, or two pools have it',
    'give each pool 1 to 20 lower-case letters, digits and dashes of its own',
  ),
  poolSuffixes: error(
    'pools-of-two-suffixes',
    'the pools are labelled for installations with different suffixes',
    'give their node pools the same multiInstallSuffix, or none',
  ),
  poolsOverlap: error(
    'pools-overlap',
    'two pools select the same nodes, and a node takes one installer',
    'select a label in each that the nodes of the other do not have',
  ),
  poolLabel: error(
    'pool-without-label',
    'a RuntimeClass would select nodes of a pool that does not have its shim',
    'give the nodes of the shim a label in common that the others lack',
  ),
  defaultClass: error(
    'default-class-with-suffix',
    'the default RuntimeClass would belong to every installation, and this one has a suffix',
    'leave defaultRuntimeClassName out',
  ),
  nodeFeatureRule: error(
    'node-feature-rule',
    'createNodeFeatureRule is on, and no RuntimeClass counts what it tells',
    'switch nodeFeatureDiscovery on too',
  ),
  classOfShim: error('class-of-shim', 'the installation has no RuntimeClass for the shim', 'add the shim to shims'),
  classUnknown: error(
    'class-unknown',
    'the RuntimeClass is not one of the runtime, which does not know its VMs',
    'choose one of runtime.runtimeClasses, or say which shim is behind it with shim',
  ),
  classOfAnotherShim: error(
    'class-of-another-shim',
    'a shim is given with a RuntimeClass of another shim',
    'leave shim out',
  ),
  classTolerates: error(
    'class-tolerates-startup-taint',
    'a RuntimeClass tolerates a startup taint, so that pods would land before Kata is installed',
    'name the taints of the nodes one by one, and leave this one out',
  ),
  sizeUnknown: error('size-unknown', 'the installation does not have the size', 'add it with addSize()'),
  customRuntimeUnknown: error(
    'custom-runtime-unknown',
    'the installation does not have the custom runtime',
    'add it to customRuntimes',
  ),
  classAmbiguous: error('class-ambiguous', 'a RuntimeClass is chosen in several ways at once', 'give one of them'),
  attributes: error('attributes', 'the attributes describe no installation', 'name the shims that it installs'),
  sizeName: error(
    'size-name',
    'the name of a size cannot be part of names',
    'write at most 32 lower-case letters, digits and dashes',
  ),
  guestMemory: error(
    'guest-memory',
    'guestMemory is less than a guest needs, or more than a node has',
    'write an amount in the range that the message gives',
  ),
  guestVcpus: error(
    'guest-vcpus',
    'guestVcpus is not what a guest of the shim can have',
    'write a number in the range that the message gives',
  ),
  vmVcpus: error(
    'vm-vcpus',
    'vcpus is not a number of vCPUs that a VM of the shim can have',
    'write a whole number in the range that the message gives',
  ),
  vmMemory: error('vm-memory', 'memory is not a whole number of MiB, which VMs have', 'write it with Mi or Gi'),
  vmNotMade: error(
    'vm-size',
    'no limits make a VM of the size with the shim',
    "ask for the nearest size, or change the guest's own share with addSize()",
  ),
  sameNames: error(
    'installations-same-names',
    'two installations of the app make objects of the same name',
    'give one of them a multiInstallSuffix and other nodes',
  ),
  sameNodes: error(
    'installations-same-nodes',
    "two installations claim the same nodes, where each restarts containerd under the other's pods",
    'give each its own placement, or say that it is meant with allowSharedNodes: true',
  ),
  sameHandler: error(
    'installations-same-handler',
    'two installations make a handler of one name on the same nodes, where containerd can have one of a name',
    'give one of them another',
  ),
  sameTaint: error(
    'installations-same-startup-taint',
    'two installations lift one startup taint of the same nodes: whichever is done first opens them for pods of the other',
    'give each its own pool',
  ),
  sameDropIn: error(
    'installations-same-drop-in',
    'two installations have a drop-in on the same nodes, where containerd since 2.2 reads one file for both',
    'give one of them other nodes',
  ),
};

/** What is legal and risky about an installation. */
const WARNINGS = {
  overhead: warning(
    'overhead',
    'a RuntimeClass declares less overhead than its VMs take, so that nodes run out of memory before Kubernetes sees it',
    'declare more (shimSettings.overhead), or make a size with addSize()',
  ),
  erofsDmVerity: warning(
    'erofs-dm-verity',
    'containerd on the nodes may pass the settings of dm-verity by, so that images are not verified',
    'use containerd 2.3, and say so with containerdVersion, or leave erofs.dmverity out',
  ),
  erofsFsVerity: warning(
    'erofs-fs-verity',
    'kata-deploy switches fs-verity on for EROFS, and containerd loses its CRI on nodes whose file system has none',
    'set enable_fsverity in containerd.userDropIn',
  ),
  erofsLayers: warning(
    'erofs-layers',
    'a shim of the runtime in Rust uses EROFS without QEMU, and only QEMU reads images of several layers',
    'use qemu-runtime-rs, or give the shim another snapshotter',
  ),
  erofsRemoval: warning(
    'erofs-removal',
    'with the release the guest cannot remove containers on EROFS, so that their mounts stay until the VM ends',
    `use Kata ${KataRelease.DEFAULT.version}`,
  ),
  selinux: warning(
    'selinux',
    'the installer has no SELinux type, so that nodes which enforce SELinux keep it from their files',
    'set SELinux to permissive on these nodes, or acknowledge this where it is off',
  ),
  noPlacement: warning(
    'no-placement',
    'no placement says which nodes get Kata, so that every node without a taint gets it',
    'pass pool.placement, or the label of nodes that can run VMs: { nodeSelector: { ... } }',
  ),
  handlerName: warning(
    'handler-name',
    "a custom runtime has the name of another shim's handler",
    'take another handler, or acknowledge this where workloads move without a change',
  ),
  previous: warning(
    'previous',
    'an earlier program installed something that this program leaves out, and kata-deploy does not remove it from the nodes',
    'replace the nodes, or remove the installation and apply it again',
  ),
  containerdUnknown: warning(
    'containerd-unknown',
    'the installation needs a containerd that the nodes may not have, since their version is not known',
    'set containerdVersion',
  ),
};

/** Rules about an installation of Kata and its parts. */
export const RULES = { ...RUNTIME_RULES, ...INSTALLER_RULES, ...SHIM_RULES, ...JOB_RULES, ...WARNINGS };

/** Every rule of the installation's rooms, for the list in the docs. */
export const KATA_RULES: readonly Rule[] = [...Object.values(RULES), ...CATALOGUE_RULES, ...RELEASE_RULES];
