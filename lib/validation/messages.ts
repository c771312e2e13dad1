import { type Finding, Severity } from './finding';
import { Rule } from './rule';

/** What to write for an image that is not pinned. */
function fullVersionOf(name: string): string {
  return `name a full version ('registry/${name}:x.y.z') or a digest ('registry/${name}@sha256:...')`;
}

const rule = (id: string, meaning: string, fix: string) =>
  new Rule({ id: `props/${id}`, severity: Severity.ERROR, meaning, fix });

const FLOATING_TAG = rule(
  'floating-image',
  'the tag of an image can move to another content, and the manifests are written for one content',
  fullVersionOf('image'),
);
const EMPTY_LIST = rule('empty-list', 'a list is empty', 'leave it out for the default, or name at least one');
const DUPLICATE = rule('duplicate', 'a list holds a value twice', 'remove one');
const TOLERATION = rule('toleration', 'Kubernetes refuses the toleration', 'write it as Kubernetes does');
const TAINT = rule('taint', 'no node can have the taint', 'give a key as labels have, and an effect');
const LABEL = rule('label', 'Kubernetes refuses the label', 'correct the key or the value');
const QUANTITY = rule(
  'quantity',
  'the value is not a quantity of the resource',
  'write 250m or 1 for CPU, 320Mi or 1Gi for memory',
);
const OBJECT_NAME = rule('object-name', 'the value is not the name of an object', 'write a DNS label');

/** What an image is, and why its content must not change. */
export interface ImageUse {
  /** Name of the image in an example, such as `kata-deploy`. */
  readonly name: string;

  /** Why the content must not change: a clause that follows a colon. */
  readonly reason: string;
}

/** An image whose content can change. */
export function floatingTag(field: string, image: unknown, { name, reason }: ImageUse): Finding {
  return FLOATING_TAG.find('', `${field} '${String(image)}' is not pinned: ${reason}`, fullVersionOf(name));
}

/** A list that must not be empty. */
export function emptyList(field: string): Finding {
  return EMPTY_LIST.find('', `${field} is empty`);
}

/** A value that a list holds twice. */
export function duplicate(field: string, value: string): Finding {
  return DUPLICATE.find('', `${field} holds '${value}' twice`);
}

/** A toleration that the API server would not take. */
export function badToleration(field: string, toleration: unknown, effects: readonly string[]): Finding {
  return TOLERATION.find(
    '',
    `${field} ${JSON.stringify(toleration)} is not a toleration`,
    "give a key, or operator 'Exists' for every taint: 'Equal' compares a value, 'Exists' takes no value, and effects are " +
      effects.join(', '),
  );
}

/** A taint that no node can have. */
export function badTaint(field: string, taint: unknown, effects: readonly string[]): Finding {
  return TAINT.find(
    '',
    `${field} ${JSON.stringify(taint)} is not a taint`,
    `give a key as labels have, and one of the effects ${effects.join(', ')}`,
  );
}

/** Something that is not a Kubernetes label. */
export function badLabel(field: string, key: string, value: unknown): string {
  return `${field} has '${key}: ${String(value)}', which is not a label: a key is [prefix/]name of at most 63 letters, digits, dashes, dots and underscores, a value such a name or empty`;
}

/** Units of memory as people write them, such as GB and gib, by their first letter. */
const UNIT = /^([0-9]+(?:\.[0-9]+)?) ?([kmgtp])i?b?$/i;

/** A quantity that Kubernetes would refuse. */
export function badQuantity(field: string, value: unknown): Finding {
  const [, number, letter = ''] = UNIT.exec(String(value)) ?? [];
  const unit = letter.toUpperCase();
  const meant =
    number === undefined
      ? '250m or 1 for CPU, 320Mi or 1Gi for memory'
      : `'${number}${unit}i' (or '${number}${unit === 'K' ? 'k' : unit}')`;
  return QUANTITY.find('', `${field} '${String(value)}' is not a Kubernetes quantity`, `write ${meant}`);
}

/** A quantity with the suffix of another resource. */
export function quantityOfAnother(field: string, value: unknown): Finding {
  return QUANTITY.find('', `${field} '${String(value)}' has a suffix of another resource`);
}

/** A name that cannot be an object's. */
export function badObjectName(field: string, name: unknown): string {
  return `${field} '${String(name)}' is not a DNS label: at most 63 lower-case letters, digits and dashes, beginning and ending with a letter or digit`;
}

/** A finding about something that is not a Kubernetes label. */
export function labelProblem(field: string, key: string, value: unknown): Finding {
  return LABEL.find('', badLabel(field, key, value));
}

/** A finding about a name that cannot be an object's. */
export function nameProblem(field: string, name: unknown): Finding {
  return OBJECT_NAME.find('', badObjectName(field, name));
}
