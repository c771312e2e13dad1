import { assertProps } from '../../validation/props';
import type { Manifest } from '../manifest';
import { describeObject } from '../manifest';
import { isDispatcherJob } from '../objects/dispatcher-job';
import { type Change, ChangeImpact, type CompareOptions, changeOf, ranked } from './change';
import { checkedIds } from './compare-rules';
import { installersOf } from './installer';
import { installerChanges } from './installer-changes';
import { manifestsByIdentity } from './manifest-list';
import { objectChanges } from './object-changes';

/**
 * What an upgrade does: each difference between the manifests of two programs, or of one program before and after a change, with what
 * it does to sandboxes and nodes, and why.
 *
 * It looks at two outputs and at nothing else; a synthesis compares nothing. What is in the cluster may differ from both.
 *
 * @param before what is applied: of `toManifests()`, or the documents of the files
 * @param after what is going to be applied
 * @param options what is known and wanted
 * @returns the changes, the worst first; none where the two are the same
 * @throws FindingsError for what is not a list of objects, and for an id that no change can have
 * @example
 * const worst = compareManifests(applied, toManifests(app)).filter(({ impact }) => impact === ChangeImpact.FORBIDDEN);
 */
export function compareManifests(
  before: readonly Manifest[],
  after: readonly Manifest[],
  options: CompareOptions = {},
): Change[] {
  assertProps('CompareOptions', options);
  const acknowledged = checkedIds(options.acknowledged);
  const old = manifestsByIdentity('before', before);
  const next = manifestsByIdentity('after', after);
  const identities = [...new Set([...old.keys(), ...next.keys()])];
  const ofObjects = identities.flatMap((it) => objectChanges({ before: old.get(it), after: next.get(it) }));
  const ofInstallers = installerChanges(installersOf([...old.values()]), installersOf([...next.values()]));
  const cleanups = cleanupChanges([...old.values()], [...next.values()]);
  const said = new Set([...ofInstallers, ...cleanups].map(({ object }) => object));
  // An object that is listed as a part of an installation is not listed again for a change that does nothing.
  const others = ofObjects.filter(({ impact, object }) => impact !== ChangeImpact.NOTHING || !said.has(object));
  return ranked([...ofInstallers, ...cleanups, ...others.filter((it) => !isSaid(it, ofInstallers))], acknowledged);
}

/** Whether a change of an installer says already what a change of its object would say. */
const isSaid = ({ object, impact }: Change, ofInstallers: readonly Change[]) =>
  impact === ChangeImpact.KILLS_SANDBOXES && ofInstallers.some((it) => it.object === object);

/** A Job that takes Kata off all nodes, as `jobs: { uninstall: true }` writes it. */
function cleanupChanges(before: readonly Manifest[], after: readonly Manifest[]): Change[] {
  const known = before.map(describeObject);
  return after
    .filter((it) => isDispatcherJob(it, 'cleanup'))
    .filter((it) => !known.includes(describeObject(it)))
    .map((it) =>
      changeOf({
        impact: ChangeImpact.KILLS_SANDBOXES,
        object: describeObject(it),
        fields: [],
        reason: 'the Job takes Kata off every node of the installation',
        touches: ['all nodes of the installation'],
        fix: 'delete the workloads first',
      }),
    );
}
