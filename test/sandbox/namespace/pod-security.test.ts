import { POD_SECURITY_FIELDS } from '../../../lib/data/kubernetes/pod-security';
import { PodSecurityLevel } from '../../../lib/sandbox';
import { podSecurityProblems } from '../../../lib/sandbox/namespace/pod-security-check';
import type { Manifest } from '../../util/manifests';

const { RESTRICTED, BASELINE, PRIVILEGED_IN_VM } = PodSecurityLevel;

/** A pod that `restricted` takes. */
const good = (): Manifest => ({
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [container('main')],
  initContainers: [container('init')],
  volumes: [{ name: 'data', emptyDir: {} }],
});
const container = (name: string): Manifest => ({
  name,
  image: 'busybox:1.37',
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
});

type Case = readonly [
  title: string,
  change: (pod: Manifest) => void,
  field: string,
  levels: readonly PodSecurityLevel[],
];
const ALL = [RESTRICTED, BASELINE, PRIVILEGED_IN_VM];
const BOTH = [RESTRICTED, BASELINE];
const pod =
  (field: string, value: unknown): Case[1] =>
  (it) =>
    Object.assign(it, { [field]: value });
const context =
  (values: object): Case[1] =>
  (it) =>
    Object.assign(it.containers[0].securityContext, values);
const podContext =
  (values: object): Case[1] =>
  (it) =>
    Object.assign(it.securityContext, values);
const main =
  (values: object): Case[1] =>
  (it) =>
    Object.assign(it.containers[0], values);

const CASES: readonly Case[] = [
  ['host network', pod('hostNetwork', true), 'hostNetwork', ALL],
  ['host processes', pod('hostPID', true), 'hostPID', ALL],
  ['host IPC', pod('hostIPC', true), 'hostIPC', ALL],
  [
    'a process of a Windows host',
    podContext({ windowsOptions: { hostProcess: true } }),
    'securityContext.windowsOptions.hostProcess',
    ALL,
  ],
  ['a privileged container', context({ privileged: true }), 'containers[0].securityContext.privileged', BOTH],
  [
    'a privileged init container',
    (it) => Object.assign(it.initContainers[0].securityContext, { privileged: true }),
    'initContainers[0].securityContext.privileged',
    BOTH,
  ],
  [
    'a privileged ephemeral container',
    (it) =>
      Object.assign(it, {
        ephemeralContainers: [
          {
            ...container('debug'),
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, privileged: true },
          },
        ],
      }),
    'ephemeralContainers[0].securityContext.privileged',
    BOTH,
  ],
  [
    'a capability',
    context({ capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } }),
    'containers[0].securityContext.capabilities.add[0]',
    BOTH,
  ],
  [
    'a default capability',
    context({ capabilities: { drop: ['ALL'], add: ['CHOWN'] } }),
    'containers[0].securityContext.capabilities.add[0]',
    [RESTRICTED],
  ],
  ['a path of the host', pod('volumes', [{ name: 'host', hostPath: { path: '/' } }]), 'volumes[0].hostPath', ALL],
  [
    'a port of the host',
    main({ ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 81 }] }),
    'containers[0].ports[1].hostPort',
    ALL,
  ],
  [
    'a probe of another host',
    main({ livenessProbe: { httpGet: { host: '169.254.169.254', port: 80 } } }),
    'containers[0].livenessProbe.httpGet.host',
    BOTH,
  ],
  [
    'a hook to another host',
    main({ lifecycle: { preStop: { tcpSocket: { host: '10.0.0.1', port: 80 } } } }),
    'containers[0].lifecycle.preStop.tcpSocket.host',
    BOTH,
  ],
  [
    'no AppArmor',
    context({ appArmorProfile: { type: 'Unconfined' } }),
    'containers[0].securityContext.appArmorProfile.type',
    BOTH,
  ],
  ['an SELinux type', podContext({ seLinuxOptions: { type: 'spc_t' } }), 'securityContext.seLinuxOptions.type', BOTH],
  [
    'an SELinux user',
    context({ seLinuxOptions: { user: 'root' } }),
    'containers[0].securityContext.seLinuxOptions.user',
    BOTH,
  ],
  [
    'an SELinux role',
    context({ seLinuxOptions: { role: 'r' } }),
    'containers[0].securityContext.seLinuxOptions.role',
    BOTH,
  ],
  ['an unmasked /proc', context({ procMount: 'Unmasked' }), 'containers[0].securityContext.procMount', BOTH],
  ['no seccomp', podContext({ seccompProfile: { type: 'Unconfined' } }), 'securityContext.seccompProfile.type', BOTH],
  [
    'no seccomp for a container',
    context({ seccompProfile: { type: 'Unconfined' } }),
    'containers[0].securityContext.seccompProfile.type',
    BOTH,
  ],
  [
    'a sysctl',
    podContext({ sysctls: [{ name: 'kernel.msgmax', value: '1' }] }),
    'securityContext.sysctls[0].name',
    BOTH,
  ],
  [
    'escalation',
    context({ allowPrivilegeEscalation: true }),
    'containers[0].securityContext.allowPrivilegeEscalation',
    [RESTRICTED],
  ],
  [
    'escalation that is left open',
    (it) => delete it.containers[0].securityContext.allowPrivilegeEscalation,
    'containers[0].securityContext.allowPrivilegeEscalation',
    [RESTRICTED],
  ],
  ['root', context({ runAsNonRoot: false }), 'containers[0].securityContext.runAsNonRoot', [RESTRICTED]],
  ['root as user 0', podContext({ runAsUser: 0 }), 'securityContext.runAsUser', [RESTRICTED]],
  ['root as user 0 in a container', context({ runAsUser: 0 }), 'containers[0].securityContext.runAsUser', [RESTRICTED]],
  [
    'capabilities that are not dropped',
    context({ capabilities: { drop: ['CHOWN'] } }),
    'containers[0].securityContext.capabilities.drop',
    [RESTRICTED],
  ],
  [
    'capabilities that are left open',
    context({ capabilities: {} }),
    'containers[0].securityContext.capabilities.drop',
    [RESTRICTED],
  ],
  [
    'a network disk',
    pod('volumes', [{ name: 'nfs', nfs: { server: 'a', path: '/' } }]),
    'volumes[0].nfs',
    [RESTRICTED],
  ],
];

describe.each(CASES.map(([title, change, field, levels]) => ({ title, change, field, levels })))(
  '$title',
  ({ change, field, levels }) => {
    test.each(ALL)('at the level %s', (level) => {
      const spec = good();
      change(spec);
      expect(podSecurityProblems(level, spec).map((it) => it.field)).toEqual(levels.includes(level) ? [field] : []);
    });
  },
);

test('what only the pod can say for all its containers may be said by each of them', () => {
  const spec = good();
  delete spec.securityContext;
  const missing = podSecurityProblems(RESTRICTED, spec).map(({ field }) => field);
  expect(missing.sort()).toEqual(
    ['containers[0]', 'initContainers[0]']
      .flatMap((it) => [`${it}.securityContext.runAsNonRoot`, `${it}.securityContext.seccompProfile.type`])
      .sort(),
  );
  for (const it of [...spec.containers, ...spec.initContainers])
    Object.assign(it.securityContext, { runAsNonRoot: true, seccompProfile: { type: 'Localhost' } });
  expect(podSecurityProblems(RESTRICTED, spec)).toEqual([]);
});

test.each<[string, string, readonly PodSecurityLevel[]]>([
  ['unconfined', 'unconfined', BOTH],
  ['the default', 'runtime/default', []],
  ['a profile of its own', 'localhost/a', []],
])('an AppArmor annotation: %s', (_, value, levels) => {
  const annotations = { 'container.apparmor.security.beta.kubernetes.io/main': value };
  for (const level of ALL)
    expect(podSecurityProblems(level, good(), annotations)).toHaveLength(levels.includes(level) ? 1 : 0);
});

test.each(ALL)('a good pod has no fault at the level %s', (level) => {
  expect(podSecurityProblems(level, good())).toEqual([]);
});

test('a problem names the container, the reason and the fix', () => {
  const spec = good();
  spec.containers[0].securityContext.privileged = true;
  expect(podSecurityProblems(RESTRICTED, spec)).toEqual([
    {
      field: 'containers[0].securityContext.privileged',
      name: 'main',
      reason: 'containers[0].securityContext.privileged is true, which the level restricted refuses (privileged)',
      fix: 'remove it',
    },
  ]);
});

test('a volume names itself, the reason and the fix', () => {
  const problems = (volume: unknown) => podSecurityProblems(RESTRICTED, { ...good(), volumes: [volume] });
  expect(problems({ name: 'nfs', nfs: { server: 'a', path: '/' } })).toEqual([
    {
      field: 'volumes[0].nfs',
      name: 'nfs',
      reason: 'volumes[0].nfs is set, which the level restricted refuses (restricted volume types)',
      fix: 'use a PersistentVolumeClaim',
    },
  ]);
  expect(problems({ name: 7, nfs: {} })[0]).not.toHaveProperty('name');
  expect(problems({ name: 'a', hostPath: { path: '/' } }).map(({ field }) => field)).toEqual(['volumes[0].hostPath']);
  expect(problems({ name: 'a', nfs: null, iscsi: undefined, emptyDir: {} })).toEqual([]);
});

test('an AppArmor annotation is named, with the reason and the fix', () => {
  const key = 'container.apparmor.security.beta.kubernetes.io/main';
  expect(podSecurityProblems(BASELINE, good(), { other: 'unconfined', [key]: 'unconfined' })).toEqual([
    {
      field: `metadata.annotations['${key}']`,
      reason: `annotation ${key} is 'unconfined', which the level baseline refuses (forbidden AppArmor profile)`,
      fix: 'set it to runtime/default, or remove it',
    },
  ]);
});

test('fields that are null count as absent', () => {
  const spec = good();
  Object.assign(spec, { hostNetwork: null, hostPID: undefined });
  Object.assign(spec.containers[0].securityContext, { privileged: null, runAsNonRoot: null });
  expect(podSecurityProblems(RESTRICTED, spec)).toEqual([]);
  Object.assign(spec.securityContext, { runAsNonRoot: null });
  expect(
    podSecurityProblems(RESTRICTED, spec)
      .map(({ field }) => field)
      .sort(),
  ).toEqual(['containers[0].securityContext.runAsNonRoot', 'initContainers[0].securityContext.runAsNonRoot']);
  spec.containers[0].securityContext.allowPrivilegeEscalation = null;
  expect(podSecurityProblems(RESTRICTED, spec).map(({ field }) => field)).toContain(
    'containers[0].securityContext.allowPrivilegeEscalation',
  );
});

test('what both levels refuse is one problem, with the reason of the lower', () => {
  const spec = good();
  Object.assign(spec.containers[0].securityContext, { capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } });
  const reasons = (level: PodSecurityLevel) => podSecurityProblems(level, spec).map(({ reason }) => reason);
  expect(reasons(BASELINE)).toEqual([expect.stringMatching(/refuses \(non-default capabilities\)$/)]);
  expect(reasons(RESTRICTED)).toEqual([expect.stringMatching(/refuses \(non-default capabilities\)$/)]);
});

test.each<[string, unknown]>([
  ['a pod', {}],
  ['containers that are none', { containers: 'x', initContainers: [null, 7, ['a']], volumes: [null, 'x', []] }],
  ['maps that are none', { securityContext: 'x', containers: [{ securityContext: 7, ports: 'x' }] }],
  ['lists of nothing', { securityContext: { sysctls: [null] }, containers: [{ ports: [null, 1] }] }],
])('%s does not crash', (_, spec) => {
  for (const level of ALL) expect(Array.isArray(podSecurityProblems(level, spec as never))).toBe(true);
});

test('every control of the standards has a case', () => {
  const cases = CASES.map(([, , field]) =>
    field.replace(/^(initContainers|containers|ephemeralContainers|volumes)\[\d+\]\./, '').replace(/\[\d+\]/g, '[]'),
  );
  // Probes and hooks are ten fields of one control.
  const without = POD_SECURITY_FIELDS.filter(({ field }) => !cases.includes(field) && !field.endsWith('.host'));
  expect(without.map(({ field }) => field)).toEqual([]);
});
