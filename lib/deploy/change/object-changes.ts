import { IMMUTABLE_FIELDS, type ImmutableFieldsData } from '../../data/kubernetes/immutable-fields';
import { describeObject, type Manifest } from '../manifest';
import { isJsonMap, valueAtPointer } from '../objects/json-pointer';
import { apiGroupOf, podSpecsOf } from '../objects/pod-specs';
import { filesOf } from '../objects/text-files';
import { type Change, ChangeImpact, changeOf } from './change';
import { differences, overlaps } from './differences';

/** An object before and after; one of them may be absent. */
export interface ObjectPair {
  readonly before?: Manifest;
  readonly after?: Manifest;
}

/** Kinds whose pods are made later, from what is in the object then. */
const MAKES_PODS_LATER = ['CronJob'];

const sandboxPointers = (manifest: Manifest) =>
  podSpecsOf(manifest)
    .filter(({ spec }) => typeof spec.runtimeClassName === 'string')
    .map(({ pointer }) => pointer);

/** Where the pods of a spec are described: the template around it, with labels and annotations of the pods. */
const templateOf = (pointer: string) =>
  pointer.endsWith('/template/spec') ? pointer.slice(0, -'/spec'.length) : pointer;

/**
 * What becomes of an object, beside what it means as a part of an installation.
 *
 * @param pair the object before and after
 */
export function objectChanges({ before, after }: ObjectPair): Change[] {
  if (before === undefined) return after === undefined ? [] : [addedObject(after)];
  if (after === undefined) return [removedObject(before)];
  const fields = differences({ ...before, status: undefined }, { ...after, status: undefined });
  return fields.length === 0 ? [] : [changedObject(before, after, fields)];
}

function addedObject(manifest: Manifest): Change {
  return changeOf({
    impact: ChangeImpact.NOTHING,
    object: describeObject(manifest),
    fields: [],
    reason: 'it is new',
    touches: [],
    fix: '',
  });
}

function removedObject(manifest: Manifest): Change {
  const object = describeObject(manifest);
  const base = { object, fields: [], fix: '' };
  if (manifest.kind === 'Namespace') {
    return changeOf({
      ...base,
      impact: ChangeImpact.KILLS_SANDBOXES,
      reason: 'everything in the namespace goes with it',
      touches: [`all objects in ${manifest.metadata.name}`],
      fix: 'keep it, or delete the workloads in it first',
    });
  }
  if (manifest.kind === 'RuntimeClass') {
    return changeOf({
      ...base,
      impact: ChangeImpact.NOTHING,
      reason: 'running pods go on, and new pods that name it are refused; apply alone leaves the class in the cluster',
      touches: [`new pods with runtimeClassName ${manifest.metadata.name}`],
      fix: 'delete it when no workload names it any more',
    });
  }
  const sandboxes = sandboxPointers(manifest).length > 0;
  return changeOf({
    ...base,
    impact: sandboxes ? ChangeImpact.KILLS_SANDBOXES : ChangeImpact.NOTHING,
    reason: sandboxes
      ? 'its pods, which run in VMs, go with it'
      : 'it goes, and no sandbox with it; apply alone leaves it in the cluster',
    touches: sandboxes ? [`pods of ${object}`] : [],
  });
}

function changedObject(before: Manifest, after: Manifest, fields: readonly string[]): Change {
  const object = describeObject(after);
  const refused = immutableOf(before, after, fields);
  if (refused.length > 0) {
    return changeOf({
      impact: ChangeImpact.FORBIDDEN,
      object,
      fields: refused,
      reason: `the API server never changes ${refused.join(', ')} of a ${after.kind}`,
      touches: [object],
      fix: wayRound(after),
    });
  }
  const effect = podEffect(before, after, fields);
  return changeOf({ object, fields, ...effect });
}

function wayRound({ kind, metadata: { name } }: Manifest): string {
  if (kind === 'RuntimeClass') {
    return `give the class another name and move the workloads to it, or delete RuntimeClass ${name} before: running pods go on without it`;
  }
  if (kind === 'Job') return 'give the Job another name, or delete it before';
  return 'give it another name and remove the old one later, or delete it before, with what depends on it';
}

function immutableOf(before: Manifest, after: Manifest, fields: readonly string[]): string[] {
  const group = apiGroupOf(after.apiVersion);
  const known = IMMUTABLE_FIELDS.find((it) => it.group === group && it.kind === after.kind);
  const isImmutable = before.immutable === true && (after.kind === 'ConfigMap' || after.kind === 'Secret');
  const pointers = [
    ...(known?.pointers ?? []),
    ...(isImmutable ? ['/data', '/binaryData', '/stringData', '/immutable'] : []),
  ];
  const { below } = known ?? {};
  return fields.filter((field) => {
    if (isSame(before, after, field, known?.defaults)) return false;
    if (below !== undefined && overlaps(field, below.pointer, '/')) {
      const key = field.slice(below.pointer.length + 1).split('/')[0] as string;
      if (!below.mutable.includes(key)) return true;
    }
    return pointers.some((pointer) => overlaps(field, pointer, '/'));
  });
}

/** A Service that says no address keeps the one that it was given, and what is written out may be the default. */
function isSame(before: Manifest, after: Manifest, field: string, defaults: ImmutableFieldsData['defaults']): boolean {
  const [old, next] = [valueAtPointer(before, field), valueAtPointer(after, field)];
  if (after.kind === 'Service' && field === '/spec/clusterIP') return next === undefined;
  const value = defaults?.[field];
  return value !== undefined && (old ?? value) === (next ?? value);
}

type Effect = Pick<Change, 'impact' | 'reason' | 'touches' | 'fix'>;

function podEffect(before: Manifest, after: Manifest, fields: readonly string[]): Effect {
  const harmless = (reason: string, touches: readonly string[] = []): Effect => ({
    impact: ChangeImpact.NOTHING,
    reason,
    touches,
    fix: '',
  });
  const { kind } = after;
  if (kind === 'RuntimeClass')
    return harmless('it is read when a pod is made: running sandboxes keep what they have', ['new pods']);
  const sandboxes = [...new Set([...sandboxPointers(before), ...sandboxPointers(after)])];
  if (sandboxes.length === 0) {
    const inText = filesOf(after).length > 0;
    return harmless(
      inText
        ? 'whoever reads its texts makes pods later'
        : podSpecsOf(after).length > 0
          ? 'its pods may be replaced, and none of them runs in a VM'
          : 'it is changed in place',
    );
  }
  if (MAKES_PODS_LATER.includes(kind))
    return harmless('its next pods are made as it says, and running ones end as before');
  const templates = sandboxes.map(templateOf);
  if (fields.some((field) => templates.some((template) => overlaps(field, template, '/'))))
    return rolled(before, after);
  return scaled(before, after) ?? harmless('its pods stay as they are');
}

function rolled(before: Manifest, after: Manifest): Effect {
  const object = describeObject(after);
  const strategy = valueAtPointer(after, '/spec/updateStrategy/type');
  const leaves = sandboxPointers(before).length > 0 && sandboxPointers(after).length === 0;
  if (strategy === 'OnDelete') {
    return {
      impact: ChangeImpact.NOTHING,
      reason: 'its pods change when somebody deletes them',
      touches: [`pods of ${object}`],
      fix: '',
    };
  }
  return {
    impact: ChangeImpact.KILLS_SANDBOXES,
    reason: leaves
      ? 'its pods are replaced by pods that run in no VM'
      : 'its pods are replaced, and each sandbox ends with its pod',
    touches: [`pods of ${object}`],
    fix: 'give it a PodDisruptionBudget and replicas enough, or take a moment when its pods may end',
  };
}

function scaled(before: Manifest, after: Manifest): Effect | undefined {
  const count = (it: Manifest) =>
    isJsonMap(it.spec) && typeof it.spec.replicas === 'number' ? it.spec.replicas : undefined;
  const [old, next] = [count(before), count(after)];
  if (old === undefined || next === undefined || next >= old) return undefined;
  return {
    impact: ChangeImpact.KILLS_SANDBOXES,
    reason: `${old - next} of its ${old} pods end`,
    touches: [`pods of ${describeObject(after)}`],
    fix: '',
  };
}
