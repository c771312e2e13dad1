import { TerraformStack, Testing } from 'cdktf';
import { GkeCluster, GkeNetwork, type NodePlacement, TaintEffect } from '../../../lib';
import { validatePlacement } from '../../../lib/validation/contract';
import { describeFinding } from '../../../lib/validation/finding';

const NODES: NodePlacement = { nodeSelector: { 'kata-containers': 'enabled' } };
const TAINT = { key: 'startup-taint.cluster-autoscaler.kubernetes.io/kata', effect: TaintEffect.NO_SCHEDULE };

const throughJson = (value: unknown) => JSON.parse(JSON.stringify(value));

test.each<[string, NodePlacement]>([
  ['a label', NODES],
  ['two labels', { nodeSelector: { pool: 'kata', 'example.com/kata': '' } }],
  ['a toleration of one taint', { ...NODES, tolerations: [{ key: 'kata', operator: 'Equal', value: 'x' }] }],
  [
    'a toleration of another effect of a startup taint',
    {
      ...NODES,
      tolerations: [{ key: TAINT.key, operator: 'Exists', effect: TaintEffect.NO_EXECUTE }],
      startupTaints: [TAINT],
    },
  ],
  ['a startup taint with a value', { ...NODES, startupTaints: [{ ...TAINT, value: 'x' }] }],
  ['a suffix', { ...NODES, multiInstallSuffix: 'blue' }],
  ['nodes that are VMs', { ...NODES, nestedVirtualization: true }],
  ['no raw SSDs', { ...NODES, rawLocalSsds: 0 }],
])('%s is taken, and survives JSON', (_, placement) => {
  expect(validatePlacement('kata', placement)).toEqual([]);
  expect(throughJson(placement)).toEqual(placement);
  expect(validatePlacement('kata', throughJson(placement))).toEqual([]);
});

test('the placement of a pool is taken, and survives JSON', () => {
  const stack = new TerraformStack(Testing.app(), 'platform');
  const cluster = new GkeCluster(stack, 'gke', {
    location: 'europe-west4',
    network: new GkeNetwork(stack, 'network', { region: 'europe-west4' }),
  });
  const { placement } = cluster.addKataNodePool('kata', { multiInstallSuffix: 'blue' });
  expect(throughJson(placement)).toEqual(placement);
  expect(validatePlacement('kata', throughJson(placement))).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  [
    'nothing',
    undefined,
    ['kata: placement is undefined, and must be an object (NodePlacement); correct it (props/type)'],
  ],
  [
    'JSON that nobody parsed',
    '{}',
    ["kata: placement is '{}', and must be an object (NodePlacement); correct it (props/type)"],
  ],
  ['no selector', {}, ['kata: placement needs nodeSelector; pass a record (props/required)']],
  [
    'a name that there is not',
    { ...NODES, taints: [] },
    ['kata: placement has no property taints; write startupTaints (props/unknown)'],
  ],
  [
    'an empty selector',
    { nodeSelector: {} },
    [
      'kata: placement.nodeSelector is empty; name a label of the nodes, or leave the placement out for every node (contract/node-selector)',
    ],
  ],
  [
    'the label of the runtime',
    { nodeSelector: { 'katacontainers.io/kata-runtime': 'true' } },
    [
      'kata: placement.nodeSelector has katacontainers.io/kata-runtime, which kata-deploy sets itself and takes away again, so that it ' +
        'would uninstall itself; select a label of your own, such as kata-containers=enabled (contract/node-selector)',
    ],
  ],
  [
    'keys and values that are no labels',
    { nodeSelector: { 'a b': 'c', a: 'b c' } },
    [
      expect.stringMatching(
        /^kata: placement\.nodeSelector has 'a b: c', which is not a label.*\(contract\/node-selector\)$/,
      ),
      expect.stringMatching(
        /^kata: placement\.nodeSelector has 'a: b c', which is not a label.*\(contract\/node-selector\)$/,
      ),
    ],
  ],
  [
    'a token',
    { nodeSelector: { pool: '${TfToken[TOKEN.1]}' } },
    [expect.stringContaining("placement.nodeSelector has 'pool: ${TfToken[TOKEN.1]}', which is not a label")],
  ],
  [
    'a toleration of nothing',
    { ...NODES, tolerations: [{}] },
    [expect.stringMatching(/^kata: placement\.tolerations\[0\] \{\} .*\(props\/toleration\)$/)],
  ],
  [
    'a startup taint that no node can have',
    { ...NODES, startupTaints: [{ key: 'a b', effect: 'NoSchedule' }] },
    [expect.stringMatching(/^kata: placement\.startupTaints\[0\] \{"key":"a b".*\(props\/taint\)$/)],
  ],
  [
    'an effect as Terraform spells it',
    { ...NODES, startupTaints: [{ key: 'a', effect: 'NO_SCHEDULE' }] },
    [
      "kata: placement.startupTaints[0].effect is 'NO_SCHEDULE', and must be one of NoSchedule, PreferNoSchedule, NoExecute; " +
        'write TaintEffect.NO_SCHEDULE (props/type)',
    ],
  ],
  [
    'a startup taint that every pod tolerates',
    { ...NODES, tolerations: [{ operator: 'Exists' }], startupTaints: [TAINT] },
    [
      `kata: placement.tolerations tolerate the startup taint ${TAINT.key}, so that pods would land before Kata is installed; ` +
        'name the taints of the nodes one by one, and leave this one out (contract/startup-taint-tolerated)',
    ],
  ],
  ...(
    [
      ['by an effect', [{ operator: 'Exists', effect: 'NoSchedule' }], { key: 'not-ready' }],
      ['by its value', [{ key: 'not-ready', value: 'x' }], { key: 'not-ready', value: 'x', effect: 'NoSchedule' }],
      ['without a value', [{ key: 'not-ready', operator: 'Equal' }], { key: 'not-ready', effect: 'NoSchedule' }],
    ] as const
  ).map(([how, tolerations, taint]): [string, unknown, string[]] => [
    `a startup taint that every pod tolerates ${how} (A14)`,
    { ...NODES, tolerations, startupTaints: [taint] },
    [expect.stringContaining('placement.tolerations tolerate the startup taint not-ready')],
  ]),
  [
    'a suffix that is reserved',
    { ...NODES, multiInstallSuffix: 'enabled' },
    [
      expect.stringMatching(
        /^kata: placement\.multiInstallSuffix is 'enabled', and it is .*\(contract\/multi-install-suffix\)$/,
      ),
    ],
  ],
  [
    'half an SSD',
    { ...NODES, rawLocalSsds: 0.5 },
    ['kata: placement.rawLocalSsds 0.5 is not a whole number from 0 on; correct it or leave it out (contract/count)'],
  ],
  [
    'fewer SSDs than none',
    { ...NODES, rawLocalSsds: -1 },
    ['kata: placement.rawLocalSsds -1 is not a whole number from 0 on; correct it or leave it out (contract/count)'],
  ],
])('%s is refused', (_, placement, messages) => {
  expect(validatePlacement('kata', placement).map(describeFinding)).toEqual(messages);
});

test('the property that holds it is named', () => {
  expect(validatePlacement('kata', { nodeSelector: {} }, 'pools[1]')[0]?.message).toBe(
    'pools[1].nodeSelector is empty',
  );
});
