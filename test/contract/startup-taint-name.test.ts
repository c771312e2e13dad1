import { TaintEffect } from '../../lib/contract/placement';
import { startupTaintName } from '../../lib/contract/startup-taint-name';

test('a taint is named with its effect, or by its key for every effect', () => {
  expect(startupTaintName({ key: 'kata-not-ready', effect: TaintEffect.NO_EXECUTE })).toBe('kata-not-ready:NoExecute');
  expect(startupTaintName({ key: 'kata-not-ready', value: 'x' })).toBe('kata-not-ready');
});
