import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { checkOnRender } from '../../lib/deploy/render-checks';
import { TerraformTokenGuard } from '../../lib/deploy/terraform-token-guard';
import { manifests } from '../util/manifests';

const CHECK = Symbol('test');

/** An app of several charts, and how often its first object was rendered. */
function program(charts = 5) {
  const app = new App();
  let renders = 0;
  const objects = Array.from({ length: charts }, (_, index) => {
    const chart = new Chart(app, `chart-${index}`);
    const data = { bad: Lazy.any({ produce: () => (index === 0 ? String(++renders) : '0') }) };
    return new ApiObject(chart, 'it', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `it-${index}` }, data });
  });
  const check = (findings: (manifest: { data: Record<string, string> }) => string[]) =>
    app.node.addValidation({
      validate: () => objects.flatMap((object) => checkOnRender(object, CHECK, findings as never)),
    });
  return { app, first: objects[0] as ApiObject, check, renders: () => renders };
}

test('renders an object once for all validations, and once to write it', () => {
  const { app, check, renders } = program();
  check(() => []);
  app.synthYaml();
  expect(renders()).toBe(2);
});

test('gives the findings of every object, at each validation', () => {
  const { app, check } = program(2);
  check((manifest) => ('bad' in manifest.data ? ['a finding'] : []));
  const lines = () => {
    try {
      app.synthYaml();
      return [];
    } catch (error) {
      return (error as Error).message.match(/a finding/g);
    }
  };
  expect(lines()).toHaveLength(2);
  expect(lines()).toHaveLength(2);
});

test('refuses to render what was spoiled after it was found good', () => {
  const { app, first, check } = program(1);
  check((manifest) => ('worse' in manifest.data ? ['spoiled'] : []));
  expect(manifests(app)).toHaveLength(1);
  first.addJsonPatch(JsonPatch.add('/data/worse', 'x'));
  expect(() => manifests(app)).toThrow('spoiled');
});

test('takes what was repaired', () => {
  const { app, first, check } = program(1);
  check((manifest) => ('bad' in manifest.data ? ['a finding'] : []));
  expect(() => manifests(app)).toThrow('a finding');
  first.addJsonPatch(JsonPatch.remove('/data/bad'));
  expect(manifests(app)).toHaveLength(1);
});

test('a check after the one at the root sees what that has rendered, and what was changed after it', () => {
  const { app, first, check, renders } = program(3);
  TerraformTokenGuard.protect(app);
  check((manifest) => ('worse' in manifest.data ? ['spoiled'] : []));
  first.addJsonPatch(JsonPatch.add('/data/worse', 'x'));
  expect(() => app.synthYaml()).toThrow('spoiled');
  expect(renders()).toBe(1);
  first.addJsonPatch(JsonPatch.remove('/data/worse'));
  expect(app.synthYaml()).not.toContain('worse');
  // Once more for the check that had a finding, and once to write it.
  expect(renders()).toBe(3);
});
