import { App } from 'cdk8s';
import { DeploymentMode, KataRelease, KataRuntime } from '../../../lib';
import { type Manifest, manifests } from '../../util/manifests';

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
}

/** Rules that the library writes, in both modes and for each release that it knows. */
const rules = Object.values(DeploymentMode).flatMap((deploymentMode) =>
  ['3.14.0', '4.1.0']
    .map((version) => KataRelease.of(version))
    .filter(({ version }) => deploymentMode !== DeploymentMode.JOB || version !== '3.14.0')
    .flatMap((release) => {
      const app = new App();
      new KataRuntime(app, 'kata', { release, deploymentMode });
      return manifests(app)
        .filter(({ kind }) => kind === 'ClusterRole' || kind === 'Role')
        .flatMap((role: Manifest) => role.rules as Rule[]);
    }),
);

test('no RBAC that the library writes grants anything on admission policies', () => {
  expect(rules.length).toBeGreaterThan(3);
  const dangerous = rules.filter(
    ({ apiGroups = [], resources = [] }) =>
      apiGroups.includes('admissionregistration.k8s.io') || apiGroups.includes('*') || resources.includes('*'),
  );
  expect(dangerous).toEqual([]);
});
