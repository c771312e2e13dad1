import { hardenPod } from '../../../lib/sandbox/namespace/harden-pod';

const SECCOMP = { seccompProfile: { type: 'RuntimeDefault' } };
const CLOSED = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

/** A pod with one container, as it is after hardening. */
function hardened(securityContext?: unknown): unknown {
  const spec: { [field: string]: unknown } = {
    containers: [{ name: 'a', ...(securityContext !== undefined && { securityContext }) }],
  };
  hardenPod(spec);
  return (spec.containers as { securityContext?: unknown }[])[0]?.securityContext;
}

test.each<[string, unknown, unknown]>([
  ['nothing', undefined, CLOSED],
  ['null', null, CLOSED],
  ['an empty map', {}, CLOSED],
  ['fields that are null', { allowPrivilegeEscalation: null, capabilities: { drop: null } }, CLOSED],
  ['another field', { runAsUser: 7 }, { runAsUser: 7, ...CLOSED }],
  ['escalation', { allowPrivilegeEscalation: true }, { ...CLOSED, allowPrivilegeEscalation: true }],
  ['what it drops', { capabilities: { drop: ['CHOWN'] } }, { ...CLOSED, capabilities: { drop: ['CHOWN'] } }],
  [
    'what it adds',
    { capabilities: { add: ['CHOWN'] } },
    { ...CLOSED, capabilities: { add: ['CHOWN'], drop: ['ALL'] } },
  ],
  ['privilege that it does not have', { privileged: false }, { privileged: false, ...CLOSED }],
  // The API server refuses these, if they may not escalate.
  ['privilege', { privileged: true }, { privileged: true }],
  ['SYS_ADMIN', { capabilities: { add: ['SYS_ADMIN'] } }, { capabilities: { add: ['SYS_ADMIN'], drop: ['ALL'] } }],
  [
    'CAP_SYS_ADMIN',
    { capabilities: { add: ['CAP_SYS_ADMIN'] } },
    { capabilities: { add: ['CAP_SYS_ADMIN'], drop: ['ALL'] } },
  ],
  ['what is no map', 'x', 'x'],
  [
    'capabilities that are no map',
    { capabilities: ['ALL'] },
    { allowPrivilegeEscalation: false, capabilities: ['ALL'] },
  ],
  [
    'a list of additions that is none',
    { capabilities: { add: 'SYS_ADMIN' } },
    { ...CLOSED, capabilities: { add: 'SYS_ADMIN', drop: ['ALL'] } },
  ],
])('a container with %s', (_, securityContext, expected) => {
  expect(hardened(securityContext)).toEqual(expected);
});

test.each<[string, object, object]>([
  [
    'all containers, and the pod once',
    { containers: [{ name: 'a' }], initContainers: [{ name: 'i' }] },
    {
      securityContext: SECCOMP,
      containers: [{ name: 'a', securityContext: CLOSED }],
      initContainers: [{ name: 'i', securityContext: CLOSED }],
    },
  ],
  [
    'what is a container alone',
    { containers: [null, 'x', ['y'], { name: 'a' }], initContainers: 'x' },
    {
      securityContext: SECCOMP,
      containers: [null, 'x', ['y'], { name: 'a', securityContext: CLOSED }],
      initContainers: 'x',
    },
  ],
  [
    'no profile where there is one',
    { securityContext: { seccompProfile: { type: 'Localhost' } }, containers: [{ securityContext: CLOSED }] },
    { securityContext: { seccompProfile: { type: 'Localhost' } }, containers: [{ securityContext: CLOSED }] },
  ],
  ['nothing without containers', { containers: [] }, { containers: [] }],
  ['nothing where containers are none', { containers: [null] }, { containers: [null] }],
])('hardens %s', (_, spec, expected) => {
  hardenPod(spec as never);
  expect(spec).toEqual(expected);
});

test('maps that the program shares are not changed', () => {
  const securityContext = { runAsUser: 7, capabilities: { add: ['CHOWN'] } };
  hardenPod({ containers: [{ securityContext }, { securityContext }] });
  expect(securityContext).toEqual({ runAsUser: 7, capabilities: { add: ['CHOWN'] } });
});
