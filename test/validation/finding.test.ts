import { assertNoErrors, describeFinding, FindingsError, Severity } from '../../lib/validation/finding';
import { Rule } from '../../lib/validation/rule';

const ERROR = new Rule({ id: 'a/error', severity: Severity.ERROR, meaning: 'It is wrong.', fix: 'correct it' });
const WARNING = new Rule({ id: 'a/warning', severity: Severity.WARNING, meaning: 'It is risky.', fix: 'mind it' });

test('a finding says path, message, fix and id', () => {
  expect(describeFinding(ERROR.find('stack/gke', 'x is 1'))).toBe('stack/gke: x is 1; correct it (a/error)');
  expect(describeFinding(ERROR.find('', 'x is 1', ''))).toBe('x is 1 (a/error)');
  expect(describeFinding(WARNING.find('app'))).toBe('app: It is risky.; mind it (a/warning)');
  expect(describeFinding(WARNING.find('app', 'y is 2', 'write 3'))).toBe('app: y is 2; write 3 (a/warning)');
});

test('errors are thrown together, without the warnings, and warnings are given back', () => {
  const found = [ERROR.find('a', 'one'), WARNING.find('b', 'two'), ERROR.find('c', 'three')];
  let thrown: unknown;
  try {
    assertNoErrors(found);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(FindingsError);
  expect((thrown as FindingsError).findings).toEqual([found[0], found[2]]);
  expect((thrown as FindingsError).message).toBe('a: one; correct it (a/error)\nc: three; correct it (a/error)');
  expect((thrown as FindingsError).name).toBe('FindingsError');
  expect(assertNoErrors([WARNING.find('b')])).toEqual([WARNING.find('b')]);
  expect(assertNoErrors([])).toEqual([]);
});

test('warnings can be acknowledged, errors cannot, unless a rule says otherwise', () => {
  expect(WARNING.find('').canAcknowledge).toBe(true);
  expect(ERROR.find('').canAcknowledge).toBe(false);
  const judgement = { id: 'a/b', meaning: '', fix: '' };
  expect(new Rule({ ...judgement, severity: Severity.ERROR, canAcknowledge: true }).find('').canAcknowledge).toBe(true);
  expect(new Rule({ ...judgement, severity: Severity.WARNING, canAcknowledge: false }).find('').canAcknowledge).toBe(
    false,
  );
});
