import { Testing } from 'cdktf';
import { Construct } from 'constructs';
import { addStackCheck, assertAndKeep } from '../../../lib/gke/project/stack-findings';
import { Findings, Severity } from '../../../lib/validation';
import { Rule } from '../../../lib/validation/rule';
import { newStack, warnings } from '../../util/terraform';

const RISKY = new Rule({ id: 'gke/risky', severity: Severity.WARNING, meaning: 'it is risky', fix: 'mind it' });
const BROKEN = new Rule({ id: 'gke/broken', severity: Severity.ERROR, meaning: 'it is broken', fix: 'mend it' });

const annotations = (construct: Construct) =>
  construct.node.metadata.filter(({ type }) => type === '@cdktf/warn').map(({ data }) => data);

let printed: jest.SpyInstance;
beforeEach(() => {
  (globalThis as { [key: symbol]: unknown })[Symbol.for('cdk-kata/printed-findings')] = undefined;
  printed = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => printed.mockRestore());

function build() {
  const stack = newStack();
  return { stack, construct: new Construct(stack, 'it') };
}

test('a warning is printed and annotated once, however often the stack is synthesized', () => {
  const { stack, construct } = build();
  addStackCheck(construct, () => [RISKY.find('')]);
  Testing.synth(stack, true);
  Testing.synth(stack, true);
  expect(annotations(construct)).toEqual(['it is risky; mind it (gke/risky)']);
  expect(printed.mock.calls).toEqual([['warning: test/it: it is risky; mind it (gke/risky)\n']]);
});

test('an error of a check refuses synthesis', () => {
  const { stack, construct } = build();
  addStackCheck(construct, () => [BROKEN.find('')]);
  expect(() => Testing.synth(stack, true)).toThrow('test/it: it is broken; mend it (gke/broken)');
});

test('what was acknowledged is neither printed nor annotated', () => {
  const { stack, construct } = build();
  addStackCheck(construct, () => [RISKY.find('')]);
  Findings.of(stack).acknowledge('gke/risky', 'we mind it');
  Testing.synth(stack, true);
  expect([...annotations(construct), ...printed.mock.calls]).toEqual([]);
});

test('assertAndKeep throws errors at once and keeps warnings', () => {
  const { stack, construct } = build();
  expect(() => assertAndKeep(construct, [RISKY.find('test/it'), BROKEN.find('test/it')])).toThrow(
    'test/it: it is broken; mend it (gke/broken)',
  );
  assertAndKeep(construct, [RISKY.find('test/it')]);
  expect(warnings(stack)).toEqual(['test/it: it is risky; mind it (gke/risky)']);
});
