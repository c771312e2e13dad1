import type { Construct, IConstruct } from 'constructs';
import { DeploymentRole, setPartRole } from '../../../deploy/order/deployment-role';
import type { Finding } from '../../../validation/finding';
import { Findings } from '../../../validation/findings';
import { RULES } from '../../rules';
import type { KataInstallation } from '../kata-installation';

/** A construct that writes objects of an installation. */
interface Part {
  readonly construct: Construct;
  readonly installation: KataInstallation;
  readonly role: DeploymentRole;
}

const PARTS = Symbol.for('cdk-kata/installation-parts');

/** An app, with the parts of every installation in it. */
interface Root extends IConstruct {
  [PARTS]?: Part[];
}

/**
 * Says that a construct is a part of an installation. What the part needs must not be there for other installations alone.
 *
 * @param construct the part
 * @param installation the installation
 * @param role what it is for
 */
export function addPart(construct: Construct, installation: KataInstallation, role: DeploymentRole): void {
  setPartRole(construct, role);
  const root = construct.node.root as Root;
  if (!('synthYaml' in root)) return;
  const parts = root[PARTS] ?? [];
  if (parts.length === 0) Object.defineProperty(root, PARTS, { value: parts });
  const part = { construct, installation, role };
  parts.push(part);
  const need = NEEDS.get(role);
  if (need !== undefined) Findings.of(construct).add(() => validatePart(part, need, parts), { at: root });
}

/** A part that another part needs, and what it is called. */
type Need = readonly [needed: DeploymentRole, what: string];

const NEEDS = new Map<DeploymentRole, Need>([
  [DeploymentRole.INSTALLER, [DeploymentRole.ACCESS, 'permissions']],
  [DeploymentRole.RUNTIME_CLASSES, [DeploymentRole.INSTALLER, 'installer']],
]);

function validatePart({ construct, installation }: Part, [needed, what]: Need, parts: readonly Part[]): Finding[] {
  const others = parts.filter((it) => it.role === needed).map((it) => it.installation);
  const key = ({ namespace, instance }: KataInstallation) => `${namespace}/${instance}`;
  const made = [...new Set(others.map(key))];
  if (made.length === 0 || made.includes(key(installation))) return [];
  const kind = construct.constructor.name;
  const message = `${kind} is of installation ${key(installation)}, and this app makes the ${what} of ${made.join(', ')} alone`;
  return [RULES.partsOfTwo.find(construct.node.path, message)];
}
