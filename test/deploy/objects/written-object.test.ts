import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { editWritten, type Written, writtenObject } from '../../../lib/deploy/objects/written-object';
import { TerraformTokenGuard } from '../../../lib/deploy/terraform-token-guard';
import { Severity } from '../../../lib/validation/finding';
import { Findings } from '../../../lib/validation/findings';
import { Rule } from '../../../lib/validation/rule';
import { manifests } from '../../util/manifests';

const BAD = new Rule({ id: 'test/bad', severity: Severity.ERROR, meaning: 'it is bad', fix: 'mend it' });

/** An app of several charts with an object each, and how often the first was rendered. */
function program(charts = 5) {
  const app = new App();
  let renders = 0;
  const objects = Array.from({ length: charts }, (_, index) => {
    const data = { n: Lazy.any({ produce: () => (index === 0 ? String(++renders) : '0') }) };
    const metadata = { name: `it-${index}` };
    return new ApiObject(new Chart(app, `chart-${index}`), 'it', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data,
    });
  });
  const check = (isBad: (written: Written) => boolean) =>
    Findings.of(app).add(
      () => objects.filter((it) => isBad(writtenObject(it))).map(({ node }) => BAD.find(node.path)),
      { at: app },
    );
  return { app, objects, first: objects[0] as ApiObject, check, renders: () => renders };
}

test.each([false, true])(
  'an object is rendered once for all checks and charts of a synthesis (edited: %s)',
  (edited) => {
    const { app, first, check, renders } = program();
    if (edited) editWritten(first, () => undefined);
    TerraformTokenGuard.protect(app);
    check(() => false);
    check(() => false);
    expect(app.synthYaml()).toContain('"1"');
    expect(renders()).toBe(1);
    expect(app.synthYaml()).toContain('"2"');
    expect(Object.hasOwn(first, 'toJson')).toBe(edited);
  },
);

test('what was changed after a synthesis is checked and written by the next', () => {
  const { app, first, check } = program(2);
  check(({ data }) => 'worse' in data);
  expect(manifests(app)).toHaveLength(2);
  first.addJsonPatch(JsonPatch.add('/data/worse', 'x'));
  expect(() => manifests(app)).toThrow(/^chart-0\/it: it is bad; mend it \(test\/bad\)$/);
  first.addJsonPatch(JsonPatch.remove('/data/worse'), JsonPatch.add('/data/better', 'x'));
  expect(manifests(app)[0]?.data).toMatchObject({ better: 'x' });
});

test('what was changed after one chart was written is checked before the next one is', () => {
  const { objects, check } = program(2);
  check(({ data }) => 'worse' in data);
  const [first, second] = objects as [ApiObject, ApiObject];
  first.chart.toJson();
  second.addJsonPatch(JsonPatch.add('/data/worse', 'x'));
  expect(() => second.chart.toJson()).toThrow('chart-1/it: it is bad');
});

test('edits and patches act in the order in which they came, and an edit that comes again moves', () => {
  const { app, first } = program(1);
  const mark = (text: string) => (written: Written) => {
    written.data.order = `${written.data.order ?? ''}${text}`;
  };
  const again = mark('a');
  editWritten(first, again);
  editWritten(first, mark('b'));
  editWritten(first, again);
  expect(manifests(app)[0]?.data.order).toBe('ba');
  first.addJsonPatch(JsonPatch.replace('/data/order', 'p'));
  editWritten(first, again);
  expect(manifests(app)[0]?.data.order).toBe('pa');
});

test('an object with a method of its own keeps it', () => {
  const { app, first, check } = program(1);
  const own = () => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'it-0' }, data: { own: 'yes' } });
  first.toJson = own;
  check(() => false);
  expect(manifests(app)[0]?.data).toEqual({ own: 'yes' });
  expect(first.toJson).toBe(own);
});
