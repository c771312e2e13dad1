import type { Manifest } from '../util/manifests';
import { type Attributes, resources } from '../util/terraform';
import { get, kubectl, SIMULATED, until } from './cluster';
import { addNodes, nodeTemplate, Program, removeNodes } from './program';

const STARTUP_TAINT = 'startup-taint.cluster-autoscaler.kubernetes.io/kata-not-ready';

/** One node of each Kata pool of a program, by the name of its pool without what changes with the pool. */
function nodesOf(program: Program): { name: string; pool: Attributes }[] {
  return Object.values(resources(program.terraform('platform'), 'google_container_node_pool'))
    .filter((pool) => pool.node_config.advanced_machine_features?.enable_nested_virtualization)
    .map((pool) => ({ name: `e2e-${pool.name.replace(/-[0-9a-f]{6}$/, '')}`, pool }));
}

/** Names of the nodes that the pods of a DaemonSet are on, once there is one for each. */
async function nodesOfPods(daemonSet: string, count: number): Promise<string[]> {
  const pods = await until(
    `pods of ${daemonSet}`,
    () => get('pods', '-n', 'kube-system', '-l', `name=${daemonSet}`).items as Manifest[],
    (items) => items.length === count && items.every(({ spec }) => spec.nodeName !== undefined),
  );
  return pods.map(({ spec }) => spec.nodeName).sort();
}

const sandboxed = SIMULATED ? test : test.skip;

sandboxed('two hypervisors: one installer on each pool, and each job lands on the pool of its shim', async () => {
  const program = new Program('two-hypervisors');
  const nodes = nodesOf(program);
  const names = nodes.map(({ name }) => name);
  expect(names.sort()).toEqual(['e2e-fc', 'e2e-qemu']);
  await addNodes(...nodes.map(({ name, pool }) => ({ name, ...nodeTemplate(pool) })));
  try {
    program.apply();
    expect(await nodesOfPods('kata-deploy-qemu', 1)).toEqual(['e2e-qemu']);
    expect(await nodesOfPods('kata-deploy-fc', 1)).toEqual(['e2e-fc']);
    expect(await nodesOfPods('kata-devmapper-fc', 1)).toEqual(['e2e-fc']);

    // What kata-deploy does once Kata is installed on the node.
    kubectl(['taint', 'nodes', ...names, `${STARTUP_TAINT}-`]);
    for (const [job, runtimeClassName, nodeName] of [
      ['in-qemu', 'kata-qemu-runtime-rs', 'e2e-qemu'],
      ['in-firecracker', 'kata-fc', 'e2e-fc'],
    ]) {
      const [pod] = await until(
        `the pod of ${job}`,
        () => get('pods', '-n', 'default', '-l', `job-name=${job}`).items as Manifest[],
        (items) => items.length > 0 && items.every(({ spec }) => spec.nodeName !== undefined),
      );
      expect(pod?.spec).toMatchObject({ runtimeClassName, nodeName });
    }
    program.delete();
    expect(program.leftovers()).toEqual([]);
  } finally {
    removeNodes(...names);
    program.close();
  }
});

sandboxed('many pools: one installer for each kind of nodes, on each of its pools and on no other', async () => {
  const program = new Program('many-pools');
  const nodes = nodesOf(program);
  const names = nodes.map(({ name }) => name);
  expect(nodes).toHaveLength(35);
  await addNodes(...nodes.map(({ name, pool }) => ({ name, ...nodeTemplate(pool) })));
  try {
    program.apply();
    const kinds = [
      ['kata-deploy-qemu-qemu-runtime-rs', 'e2e-qemu-runtime-rs-'],
      ['kata-deploy-clh-runtime-rs', 'e2e-clh-runtime-rs-'],
      ['kata-deploy-dragonball', 'e2e-dragonball-'],
    ] as const;
    const placed: string[] = [];
    for (const [daemonSet, prefix] of kinds) {
      const own = names.filter((name) => name.startsWith(prefix)).sort();
      expect(await nodesOfPods(daemonSet, own.length)).toEqual(own);
      placed.push(...own);
    }
    expect(placed.sort()).toEqual([...names].sort());
    program.delete();
    expect(program.leftovers()).toEqual([]);
  } finally {
    removeNodes(...names);
    program.close();
  }
});
