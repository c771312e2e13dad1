import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, Chart, Yaml } from 'cdk8s';
import { Administrator, SandboxAdmission } from '../../../lib/sandbox';
import { manifests } from '../../util/manifests';
import { PlainRuntime } from '../../util/plain-runtime';

/** Policies whose rules are those of `pods` and `templates` at another place. */
const ALIKE = ['cronjobs', 'podtemplates', 'agent-sandboxes'].map((name) => `cdk-kata-sandbox-${name}`);

// `UPDATE_GOLDEN=1 npx jest test/sandbox/admission/golden.test.ts` writes the file anew. Each change of it is reviewed.
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
  const text = Yaml.stringify(...objects);
  const golden = path.join(__dirname, '../../golden/admission.yaml');
  if (process.env.UPDATE_GOLDEN === '1') fs.writeFileSync(golden, text);
  expect(text).toBe(fs.readFileSync(golden, 'utf8'));
});
