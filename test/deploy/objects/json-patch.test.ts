import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { FindingsError, findings, TerraformTokenGuard } from '../../../lib/deploy';
import { editWritten } from '../../../lib/deploy/objects/written-object';

/** An app with one object, which is guarded and, if so said, edited before it is patched. */
function program(...patches: JsonPatch[]) {
  const app = new App();
  const object = new ApiObject(new Chart(app, 'a'), 'it', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd' },
    spec: { replicas: 2, strategy: 'Recreate', containers: [{ name: 'x' }] },
  });
  TerraformTokenGuard.protect(app);
  const patch = () => object.addJsonPatch(...patches);
  return { app, object, patch };
}

const FAILING: readonly [string, JsonPatch[], string][] = [
  [
    'below nothing',
    [JsonPatch.add('/spec/nope/x', 1)],
    'add /spec/nope/x needs a map or list at /spec/nope, and finds nothing',
  ],
  [
    'deep below nothing',
    [JsonPatch.add('/spec/nope/x/y/z', 1)],
    'add /spec/nope/x/y/z needs a map or list at /spec/nope, and finds nothing',
  ],
  [
    'below null',
    [JsonPatch.add('/spec/n', null), JsonPatch.add('/spec/n/x', 1)],
    'add /spec/n/x needs a map or list at /spec/n, and finds null',
  ],
  [
    'below a list',
    [JsonPatch.replace('/spec/containers/1/name', 'y')],
    'replace /spec/containers/1/name needs a map or list at /spec/containers/1, and finds nothing',
  ],
  [
    'that removes below nothing',
    [JsonPatch.remove('/spec/nope/x')],
    'remove /spec/nope/x needs a map or list at /spec/nope',
  ],
  [
    'that copies from nothing',
    [JsonPatch.copy('/spec/no/x', '/spec/y')],
    'copy /spec/no/x to /spec/y needs a map or list at /spec/no,',
  ],
  ['that tests another value', [JsonPatch.test('/spec/replicas', 3)], 'test /spec/replicas finds another value there'],
  ['that may not be', [JsonPatch.add('/spec/__proto__', 3)], 'add /spec/__proto__ does not fit the object'],
  ['that is none', ['x' as never], "it is 'x', and must be a JsonPatch"],
  [
    'behind a good one',
    [JsonPatch.add('/spec/a', {}), JsonPatch.add('/spec/a/b/c', 1)],
    'add /spec/a/b/c needs a map or list at /spec/a/b,',
  ],
];

describe.each([false, true])('of an object that is edited: %s', (edited) => {
  test.each(FAILING)('a patch %s is a finding with its path, and refuses synthesis', (_, patches, reason) => {
    const { app, object, patch } = program(...patches);
    if (edited) editWritten(object, () => undefined);
    patch();
    const message = expect.stringContaining(`a JSON patch of Deployment d cannot be applied: ${reason}`);
    expect(findings(app)).toMatchObject([{ id: 'deploy/json-patch', path: 'a/it', message }]);
    expect(() => app.synthYaml()).toThrow(FindingsError);
    expect(() => app.synthYaml()).not.toThrow('TypeError');
  });
});

test('a patch before the edit is told as one behind it, and stays', () => {
  const { app, object, patch } = program(JsonPatch.add('/spec/nope/x', 1));
  patch();
  editWritten(object, () => undefined);
  const before = findings(app);
  expect(before).toMatchObject([{ id: 'deploy/json-patch', message: expect.stringContaining('add /spec/nope/x') }]);
  expect(findings(app)).toEqual(before);
});

test('what fails for another reason than a patch is thrown as it is', () => {
  const { app, object, patch } = program(JsonPatch.add('/spec/x', 1));
  patch();
  object.toJson = () => {
    throw new Error('no');
  };
  expect(() => findings(app)).toThrow(/^no$/);
});
