import type { RequiredNodeAffinity } from '../../../lib/kata/install/node-affinity';
import { nodeSelectors } from '../../../lib/kata/job-mode/node-label-selectors';

function affinity(nodeSelectorTerms: unknown): RequiredNodeAffinity {
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } as never;
}

const expression = (operator: string, values?: string[], key = 'k') => ({
  matchExpressions: [{ key, operator, ...(values === undefined ? {} : { values }) }],
});

describe('nodeSelectors', () => {
  test.each<[string, { [label: string]: string }, RequiredNodeAffinity | undefined, string[]]>([
    ['every node', {}, undefined, []],
    ['labels, sorted', { b: '2', a: '' }, undefined, ['a=,b=2']],
    ['a preference alone', { a: '1' }, { nodeAffinity: {} }, ['a=1']],
    ['In', {}, affinity([expression('In', ['x', 'y'])]), ['k in (x,y)']],
    ['NotIn', {}, affinity([expression('NotIn', ['x'])]), ['k notin (x)']],
    ['Exists', {}, affinity([expression('Exists')]), ['k']],
    ['DoesNotExist', {}, affinity([expression('DoesNotExist', [])]), ['!k']],
    [
      'labels in every term',
      { a: '1' },
      affinity([expression('Exists'), expression('Exists', undefined, 'l')]),
      ['a=1,k', 'a=1,l'],
    ],
    ['equal terms once', {}, affinity([expression('Exists'), expression('Exists')]), ['k']],
  ])('finds %s', (_what, labels, required, selectors) => {
    expect(nodeSelectors('kata', labels, required)).toEqual(selectors);
  });

  test.each<[string, RequiredNodeAffinity, string]>([
    ['Gt', affinity([expression('Gt', ['1'])]), "operator 'Gt' for 'k' cannot be a label selector"],
    ['no operator', affinity([{ matchExpressions: [{ key: 'k' }] }]), 'operator undefined'],
    ['In without values', affinity([expression('In')]), 'has no values'],
    ['Exists with values', affinity([expression('Exists', ['x'])]), 'takes no values'],
    [
      'matchFields',
      affinity([{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n'] }] }]),
      'matchFields',
    ],
    ['no terms', affinity([]), 'nodeSelectorTerms is empty'],
    ['absent terms', affinity(undefined), 'nodeSelectorTerms is empty'],
    ['an empty term', affinity([expression('Exists'), {}]), 'a nodeSelectorTerm is empty'],
  ])('refuses %s', (_what, required, message) => {
    expect(() => nodeSelectors('kata', { a: '1' }, required)).toThrow(message);
  });
});
