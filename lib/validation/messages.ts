/** An image whose content can change. */
export function floatingTag(field: string, image: unknown): string {
  return (
    `${field} '${String(image)}' is not pinned: kata-deploy's command, variables and permissions belong to one version, and an ` +
    'image of another one does not start with them (there has been no shell in it since 3.26); ' +
    "name a full version ('registry/kata-deploy:x.y.z') or a digest ('registry/kata-deploy@sha256:...')"
  );
}

/** A list that must not be empty. */
export function emptyList(field: string): string {
  return `${field} is empty; leave it out for the default, or name at least one`;
}

/** A value that a list holds twice. */
export function duplicate(field: string, value: string): string {
  return `${field} holds '${value}' twice; remove one`;
}

/** A toleration that the API server would not take. */
export function badToleration(field: string, toleration: unknown, effects: readonly string[]): string {
  return (
    `${field} ${JSON.stringify(toleration)} is not a toleration; give a key, or operator 'Exists' for every taint: 'Equal' compares a value, ` +
    `'Exists' takes no value, and effects are ${effects.join(', ')}`
  );
}

/** A taint that no node can have. */
export function badTaint(field: string, taint: unknown, effects: readonly string[]): string {
  return `${field} ${JSON.stringify(taint)} is not a taint; give a key as labels have, and one of the effects ${effects.join(', ')}`;
}

/** Something that is not a Kubernetes label. */
export function badLabel(field: string, key: string, value: unknown): string {
  return `${field} has '${key}: ${String(value)}', which is not a label: a key is [prefix/]name of at most 63 letters, digits, dashes, dots and underscores, a value such a name or empty`;
}

/** Units of memory as people write them, such as GB and gib, by their first letter. */
const UNIT = /^([0-9]+(?:\.[0-9]+)?) ?([kmgtp])i?b?$/i;

/** A quantity that Kubernetes would refuse. */
export function badQuantity(field: string, value: unknown): string {
  const [, number, letter = ''] = UNIT.exec(String(value)) ?? [];
  const unit = letter.toUpperCase();
  const meant =
    number === undefined
      ? '250m or 1 for CPU, 320Mi or 1Gi for memory'
      : `'${number}${unit}i' (or '${number}${unit === 'K' ? 'k' : unit}')`;
  return `${field} '${String(value)}' is not a Kubernetes quantity; write ${meant}`;
}

/** A quantity with the suffix of another resource. */
export function quantityOfAnother(field: string, value: unknown): string {
  return `${field} '${String(value)}' has a suffix of another resource; write 250m or 1 for CPU, 320Mi or 1Gi for memory`;
}

/** A name that cannot be an object's. */
export function badObjectName(field: string, name: unknown): string {
  return `${field} '${String(name)}' is not a DNS label: at most 63 lower-case letters, digits and dashes, beginning and ending with a letter or digit`;
}
