import { pruneCommands } from '../../../lib';

const object = (apiVersion: string, kind: string, name: string, namespace?: string) => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace && { namespace }) },
});

const ROLE = object('rbac.authorization.k8s.io/v1', 'ClusterRole', "it's:a role");
const CONFIG = object('v1', 'ConfigMap', 'settings', 'kube-system');
const CLASS = object('node.k8s.io/v1', 'RuntimeClass', 'kata-clh');

test('what is left goes backwards, and what is kept does not', () => {
  const remove = 'kubectl delete --ignore-not-found --cascade=foreground';
  expect(pruneCommands([ROLE, CONFIG, CLASS], [])).toEqual([
    `${remove} RuntimeClass.v1.node.k8s.io/kata-clh`,
    `${remove} --namespace kube-system ConfigMap/settings`,
    `${remove} 'ClusterRole.v1.rbac.authorization.k8s.io/it'\\''s:a role'`,
  ]);
  expect(pruneCommands([ROLE, CONFIG, CLASS], [CLASS, ROLE])).toEqual([
    `${remove} --namespace kube-system ConfigMap/settings`,
  ]);
});

test('another version of an API is no other object, another namespace is', () => {
  expect(pruneCommands([CLASS], [{ ...CLASS, apiVersion: 'node.k8s.io/v1beta1' }])).toEqual([]);
  expect(pruneCommands([CONFIG], [object('v1', 'ConfigMap', 'settings', 'default')])).toHaveLength(1);
});

test('what is no list of objects is refused', () => {
  expect(() => pruneCommands({} as never, [])).toThrow('before is a value of type object, not a list of objects');
  expect(() => pruneCommands([], [{}] as never)).toThrow('after[0] has no apiVersion');
});
