import type { Finding } from '../../lib/validation/finding';
import {
  badLabel,
  badObjectName,
  badTaint,
  badToleration,
  duplicate,
  emptyList,
  floatingTag,
  labelProblem,
  nameProblem,
  quantityOfAnother,
} from '../../lib/validation/messages';

const EFFECTS = ['NoSchedule', 'NoExecute'];

const said = ({ message, fix, path }: Finding) => `${path}${message}; ${fix}`;

test.each<[() => string, string]>([
  [
    () => said(floatingTag('image', 'a/b:latest', { name: 'b', reason: 'it is needed as it is' })),
    "image 'a/b:latest' is not pinned: it is needed as it is; name a full version ('registry/b:x.y.z') or a digest " +
      "('registry/b@sha256:...')",
  ],
  [() => said(emptyList('shims')), 'shims is empty; leave it out for the default, or name at least one'],
  [() => said(duplicate('shims', 'qemu')), "shims holds 'qemu' twice; remove one"],
  [
    () => said(badToleration('tolerations[0]', { value: 'a' }, EFFECTS)),
    'tolerations[0] {"value":"a"} is not a toleration; give a key, or operator \'Exists\' for every taint: \'Equal\' compares a ' +
      "value, 'Exists' takes no value, and effects are NoSchedule, NoExecute",
  ],
  [
    () => said(badTaint('startupTaints[1]', { key: '' }, EFFECTS)),
    'startupTaints[1] {"key":""} is not a taint; give a key as labels have, and one of the effects NoSchedule, NoExecute',
  ],
  [
    () => badLabel('labels', 'a b', 1),
    "labels has 'a b: 1', which is not a label: a key is [prefix/]name of at most 63 letters, digits, dashes, dots and " +
      'underscores, a value such a name or empty',
  ],
  [
    () => said(quantityOfAnother('memory', '100m')),
    "memory '100m' has a suffix of another resource; write 250m or 1 for CPU, 320Mi or 1Gi for memory",
  ],
  [
    () => badObjectName('name', 'A'),
    "name 'A' is not a DNS label: at most 63 lower-case letters, digits and dashes, beginning and ending with a letter or digit",
  ],
  [
    () => said(labelProblem('labels', '', 'b')),
    "labels has ': b', which is not a label: a key is [prefix/]name of at most 63 letters, digits, dashes, dots and underscores, " +
      'a value such a name or empty; correct the key or the value',
  ],
  [
    () => said(nameProblem('name', undefined)),
    "name 'undefined' is not a DNS label: at most 63 lower-case letters, digits and dashes, beginning and ending with a letter " +
      'or digit; write a DNS label',
  ],
])('%#', (sentence, expected) => {
  expect(sentence()).toBe(expected);
});
