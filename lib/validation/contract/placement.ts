import { isOwnershipLabel, multiInstallSuffixProblem } from '../../contract/installation-name';
import type { NodePlacement, StartupTaint } from '../../contract/placement';
import { startupTaintName } from '../../contract/startup-taint-name';
import type { Finding } from '../finding';
import { isBadLabel } from '../kubernetes-names';
import { badLabel, duplicate } from '../messages';
import { validateParameter } from '../props';
import { taintsProblem, toleratesStartupTaint, tolerationsProblem } from '../tolerations';
import { COUNT, NODE_SELECTOR, STARTUP_TAINT_TOLERATED, SUFFIX } from './rules';

/**
 * Checks a placement for the construct that takes it. It may come from another program, through JSON.
 *
 * @param path path of the construct that takes it
 * @param placement the placement
 * @param field name of the property that holds it
 * @returns what is wrong; empty for a placement that can be used
 */
export function validatePlacement(path: string, placement: unknown, field = 'placement'): Finding[] {
  const mistyped = validateParameter(field, placement, 'NodePlacement', path);
  if (mistyped.length > 0) return mistyped;
  const { nodeSelector, tolerations, startupTaints, multiInstallSuffix, rawLocalSsds } = placement as NodePlacement;
  return [
    ...nodeSelectorFindings(path, `${field}.nodeSelector`, nodeSelector),
    ...[
      tolerationsProblem(`${field}.tolerations`, tolerations),
      taintsProblem(`${field}.startupTaints`, startupTaints),
      twiceProblem(`${field}.startupTaints`, startupTaints),
      toleratedProblem(field, placement as NodePlacement),
    ].flatMap((problem) => (problem === undefined ? [] : [{ ...problem, path }])),
    ...suffixFindings(path, `${field}.multiInstallSuffix`, multiInstallSuffix),
    ...countFindings(path, `${field}.rawLocalSsds`, rawLocalSsds),
  ];
}

function nodeSelectorFindings(path: string, field: string, selector: NodePlacement['nodeSelector']): Finding[] {
  const labels = Object.entries(selector);
  if (labels.length === 0) {
    const fix = 'name a label of the nodes, or leave the placement out for every node';
    return [NODE_SELECTOR.find(path, `${field} is empty`, fix)];
  }
  return labels.flatMap(([key, value]) => {
    if (isOwnershipLabel(key)) {
      const reason = 'which kata-deploy sets itself and takes away again, so that it would uninstall itself';
      const fix = 'select a label of your own, such as kata-containers=enabled';
      return [NODE_SELECTOR.find(path, `${field} has ${key}, ${reason}`, fix)];
    }
    return isBadLabel(key, value) ? [NODE_SELECTOR.find(path, badLabel(field, key, value), 'correct it')] : [];
  });
}

function twiceProblem(field: string, taints: readonly StartupTaint[] = []): Finding | undefined {
  const names = taints.map(startupTaintName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? undefined : duplicate(field, twice);
}

/** A startup taint that sandboxed pods tolerate keeps none of them away until Kata is installed. */
function toleratedProblem(field: string, { tolerations = [], startupTaints = [] }: NodePlacement): Finding | undefined {
  const taint = startupTaints.find((it) => tolerations.some((toleration) => toleratesStartupTaint(toleration, it)));
  if (taint === undefined) return undefined;
  return STARTUP_TAINT_TOLERATED.find(
    '',
    `${field}.tolerations tolerate the startup taint ${taint.key}, so that pods would land before Kata is installed`,
  );
}

function suffixFindings(path: string, field: string, suffix: string | undefined): Finding[] {
  const problem = suffix === undefined ? undefined : multiInstallSuffixProblem(suffix);
  return problem === undefined ? [] : [SUFFIX.find(path, `${field} is '${suffix}', and ${problem}`)];
}

function countFindings(path: string, field: string, count: number | undefined): Finding[] {
  if (count === undefined || (Number.isInteger(count) && count >= 0)) return [];
  return [COUNT.find(path, `${field} ${count} is not a whole number from 0 on`, 'correct it or leave it out')];
}
