import * as fs from 'node:fs';
import * as path from 'node:path';

// The README's command, whose versions the package test holds against those that are tested.
const README = fs.readFileSync(path.join(__dirname, '../../README.md'), 'utf8');
const COMMAND = /npm install (cdktf@\S+ @cdktf\/provider-google@\S+)/.exec(README)?.[1];

/** What loading an entry point throws when a module cannot be loaded, for the given reason. */
function loadWithout(entry: string, module: string, reason: Error): Error {
  let thrown: unknown;
  jest.isolateModules(() => {
    jest.doMock(module, () => {
      throw reason;
    });
    try {
      require(entry);
    } catch (error) {
      thrown = error;
    } finally {
      jest.dontMock(module);
    }
  });
  return thrown as Error;
}

const notFound = (module: string) =>
  Object.assign(new Error(`Cannot find module '${module}'`), { code: 'MODULE_NOT_FOUND' });

const { devDependencies } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../package.json'), 'utf8'));
const WITH_HELM = `cdktf@${devDependencies.cdktf} @cdktf/provider-helm@${devDependencies['@cdktf/provider-helm']}`;

const GOOGLE = '@cdktf/provider-google/lib/container-cluster';
const HELM = '@cdktf/provider-helm/lib/release';

test.each([
  ['cdktf', 'cdktf'],
  ['@cdktf/provider-helm', HELM],
])('cdk-kata/terraform names the command that installs what it lacks: %s', (peer, module) => {
  const cause = notFound(module);
  const error = loadWithout('cdk-kata/terraform', module, cause);
  expect(error.message).toBe(
    `cdk-kata: ${peer} is not installed, and 'cdk-kata/terraform' needs it; run \`npm install ${WITH_HELM}\``,
  );
  expect(error.cause).toBe(cause);
});

test.each(['cdktf', HELM])('cdk-kata/terraform hides no other error of %s', (module) => {
  const cause = new TypeError('it is broken');
  expect(loadWithout('cdk-kata/terraform', module, cause)).toBe(cause);
});

describe.each(['cdk-kata', 'cdk-kata/gke'])('%s', (entry) => {
  test.each([
    ['cdktf', 'cdktf'],
    ['@cdktf/provider-google', GOOGLE],
  ])('names the command that installs what it lacks: %s', (peer, module) => {
    const cause = notFound(module);
    const error = loadWithout(entry, module, cause);
    expect(error.message).toContain(`${peer} is not installed`);
    expect(error.message).toContain(`npm install ${COMMAND}\``);
    expect(error.message).toContain("'cdk-kata/kata'");
    expect(error.cause).toBe(cause);
  });

  test.each([
    ['a peer that fails for another reason', new TypeError('cdktf is broken')],
    ['a module that a peer lacks', notFound('archiver')],
  ])('hides nothing of %s', (_, cause) => {
    expect(loadWithout(entry, 'cdktf', cause)).toBe(cause);
  });
});
