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

const BINDINGS = '@cdktf/provider-google/lib/container-cluster';

describe.each(['cdk-kata', 'cdk-kata/gke'])('%s', (entry) => {
  test.each([
    ['cdktf', 'cdktf'],
    ['@cdktf/provider-google', BINDINGS],
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
