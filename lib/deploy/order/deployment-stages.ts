import type { IConstruct } from 'constructs';
import type { Manifest } from '../manifest';
import { type DeploymentPart, deploymentParts } from './deployment-parts';
import { DeploymentRole } from './deployment-role';

/** Names of the stages, in the order in which they are applied; removed, they go backwards. */
export enum DeploymentStageName {
  /** Custom resource definitions, which most tools want to find before they look at a resource. */
  DEFINITIONS = 'definitions',
  /** Permissions of the installer, and what it needs of others, such as its namespace. */
  ACCESS = 'access',
  /** The installer and the RuntimeClasses. */
  INSTALLER = 'installer',
  /** Everything else. */
  WORKLOADS = 'workloads',
}

/** Objects that are applied together, after those of the stages before, and removed before those. */
export interface DeploymentStage {
  /** Name of the stage. */
  readonly name: DeploymentStageName;

  /** The objects of each chart of the stage, in the order in which they have to be applied. */
  readonly parts: readonly DeploymentPart[];
}

const STAGES = Object.values(DeploymentStageName);

const STAGE_OF_ROLE: { readonly [role in DeploymentRole]: DeploymentStageName } = {
  [DeploymentRole.ACCESS]: DeploymentStageName.ACCESS,
  [DeploymentRole.INSTALLER]: DeploymentStageName.INSTALLER,
  [DeploymentRole.RUNTIME_CLASSES]: DeploymentStageName.INSTALLER,
  [DeploymentRole.WORKLOADS]: DeploymentStageName.WORKLOADS,
};

/**
 * Whether an object is a custom resource definition, which the API server has to know before a resource of its kind.
 *
 * @param manifest the object
 */
export const isDefinition = ({ apiVersion, kind }: Manifest) =>
  kind === 'CustomResourceDefinition' && apiVersion.startsWith('apiextensions.k8s.io/');

/**
 * The objects of a tree in stages: for tools that apply and remove objects by the set, such as Helm and Flux.
 *
 * A chart stands in the stage of its role, or in that of a chart that needs it, if that is earlier. Stages without objects
 * are left out.
 *
 * @param scope an app, a chart, or any construct that holds charts
 * @throws when a validation fails, or no order of application is possible
 */
export function deploymentStages(scope: IConstruct): DeploymentStage[] {
  const parts = deploymentParts(scope);
  const rank = ranksOf(parts, ({ role }) => STAGES.indexOf(STAGE_OF_ROLE[role]));
  const definitions = parts.map((part) => ({ ...part, manifests: part.manifests.filter(isDefinition) }));
  const others = parts.map((part) => ({ ...part, manifests: part.manifests.filter((it) => !isDefinition(it)) }));
  return STAGES.map((name, index) => ({
    name,
    parts: [
      ...(name === DeploymentStageName.DEFINITIONS ? definitions : []),
      ...others.filter(({ path }) => rank.get(path) === index),
    ].filter(({ manifests }) => manifests.length > 0),
  })).filter((stage) => stage.parts.length > 0);
}

/**
 * Ranks of parts by path, the first to be applied the lowest: a part that another one needs has no higher rank than that one.
 *
 * @param parts the parts, in their order
 * @param own the rank of a part that no other one needs
 */
export function ranksOf(
  parts: readonly DeploymentPart[],
  own: (part: DeploymentPart) => number,
): ReadonlyMap<string, number> {
  const rank = new Map(parts.map((part) => [part.path, own(part)]));
  for (const { path, after } of [...parts].reverse()) {
    for (const other of after) {
      const known = rank.get(other);
      if (known !== undefined) rank.set(other, Math.min(known, rank.get(path) as number));
    }
  }
  return rank;
}
