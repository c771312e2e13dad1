import { App, Chart, Yaml } from 'cdk8s';
import { Administrator, SandboxAdmission } from '../../../lib/sandbox';
import { expectGolden } from '../../util/golden';
import { manifests } from '../../util/manifests';
import { PlainRuntime } from '../../util/plain-runtime';

/** Policies whose rules are those of `pods` and `templates` at another place. */
const ALIKE = ['cronjobs', 'podtemplates', 'agent-sandboxes'].map((name) => `cdk-kata-sandbox-${name}`);

test('the policies are those of the golden file', () => {
  const app = new App();
  const runtime = new PlainRuntime(new Chart(app, 'runtime'), 'vm');
  new SandboxAdmission(app, 'admission', {
    runtime,
    administrators: [Administrator.user('deployer@acme.example'), Administrator.group('platform@acme.example')],
  });
  const objects = manifests(app).filter(
    ({ kind, metadata }) => kind !== 'RuntimeClass' && !ALIKE.includes(metadata.name),
  );
  // A test holds this condition against the validations, from which it is made.
  for (const { spec } of objects.filter((it) => it.kind === 'ValidatingAdmissionPolicy' && it.spec.paramKind)) {
    spec.matchConditions = spec.matchConditions.filter(({ name }: { name: string }) => name !== 'breaks-a-rule');
  }
  expectGolden('admission.yaml', Yaml.stringify(...objects));
});
