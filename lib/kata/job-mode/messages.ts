import type { Finding } from '../../validation/finding';
import { KataRelease } from '../catalogue/kata-release';
import { RULES } from '../rules';

/** A release whose image cannot work in stages. */
export function noJobMode(version: string): Finding {
  return RULES.notInRelease.find(
    '',
    `kata-deploy ${version} has no job mode: its image installs and then stays to clean up`,
    `use Kata ${KataRelease.DEFAULT.version}, or leave deploymentMode out`,
  );
}

/** Options of Jobs without job mode. */
export function jobsNeedJobMode(): Finding {
  return RULES.jobsWithoutMode.find(
    '',
    'jobs is given, and deploymentMode is not DeploymentMode.JOB',
    'add deploymentMode: DeploymentMode.JOB, or leave it out',
  );
}

/** A custom runtime that comes after the Jobs. */
export function runtimesNeedDaemonSet(handler: string): Finding {
  const name = handler.replace(/^kata-/, '');
  return RULES.runtimeAfterJobs.find(
    '',
    `'${handler}' is added to an installation by Jobs, which are not changed once they are there`,
    `give customRuntimes, such as [vmSizeRuntime('${name}', ...)], to the installation instead`,
  );
}

/** A number that is not a whole one, or too small. */
export function notWholeNumber(prop: string, value: unknown, minimum: number): Finding {
  return RULES.jobsNumber.find(
    '',
    `${prop} is ${describe(value)}`,
    `give a whole number of ${minimum} or more, up to 2147483647`,
  );
}

/** Finished Jobs that are gone before their result is read. */
export function goneTooSoon(value: number, minimum: number): Finding {
  return RULES.jobsTtl.find(
    '',
    `jobs.ttlSecondsAfterFinished is ${value}: the Job of a node could be deleted before the dispatcher has read its ` +
      'result, and the node would count as failed',
    `give ${minimum} or more`,
  );
}

/** A setting of pods that stay. */
export function notInJobMode(field: string): Finding {
  return RULES.notInJobMode.find(
    '',
    `${field} is for the DaemonSet, and in job mode no pod stays on the nodes`,
    'leave it out, or leave deploymentMode out',
  );
}

/** The dispatcher where its token is in danger, and where it would not be at first. */
export function dispatcherOnKataNodes(label: string): Finding {
  return RULES.dispatcherNodes.find(
    '',
    `jobs.dispatcherNodeSelector has ${label}, which nodes get from the dispatcher: it could not run before it ran, and ` +
      "would keep a token that can patch every node beside other people's code",
  );
}

/** A schedule that Kubernetes would refuse. */
export function badSchedule(value: unknown): Finding {
  return RULES.redispatchSchedule.find(
    '',
    `redispatch schedule ${describe(value)} is not a cron schedule: give five fields within their ranges, ` +
      "such as '*/10 * * * *', or a macro such as '@hourly'",
    "the time zone is that of the cluster's controller",
  );
}

/** A name that no node can have. */
export function badNodeName(value: unknown): Finding {
  return RULES.jobsNodes.find(
    '',
    `jobs.nodes holds ${describe(value)}, which is not the name of a node: names are lower case, digits, '-' and '.'`,
  );
}

/** A list that names nothing. */
export function noNodes(): Finding {
  return RULES.jobsNodes.find('', 'jobs.nodes is empty, which would install nowhere');
}

/** Named nodes, and a search for others. */
export function namedNodesNeedNoRedispatch(): Finding {
  return RULES.jobsNodesAndRedispatch.find(
    '',
    'jobs.nodes and jobs.redispatch are both given: named nodes are all there are, and no new one is looked for',
    'leave out nodes to select by label, or redispatch',
  );
}

/** Nodes by name for several pools. */
export function namedNodesOfPools(): Finding {
  return RULES.jobsNodesAndPools.find(
    '',
    'jobs.nodes is given, and each of pools would be installed on all of these nodes',
  );
}

/** Names of Jobs that Kubernetes would refuse. */
export function poolNameTooLong(name: string, longest: number): Finding {
  return RULES.jobsPoolName.find(
    '',
    `'${name}', suffix and name of the pool, has more than the ${longest} characters that names of Jobs have room for`,
  );
}

/** Nodes that come later and wait for Kata, where the CronJob of the release finds them. */
export function redispatchIsOff(taint: string): Finding {
  return RULES.redispatch.find(
    '',
    `job mode with the startup taint ${taint}: the Job runs once, and nodes that come later keep the taint until Kata is installed there`,
    'use DeploymentMode.DAEMON_SET, which fits pools that grow, or choose: Redispatch.newNodes() (a CronJob installs Kata on nodes ' +
      'that serve no handler of it), Redispatch.everyNode() (installs again on every node at each run), or Redispatch.NEVER (you apply ' +
      'again when nodes are added)',
  );
}

/** A cluster whose pods of Jobs lack the label by which the dispatcher finds its Job. */
export function jobsNeedKubernetes(minimum: string, kubernetes: string): Finding {
  return RULES.jobsKubernetes.find(
    '',
    `deploymentMode is job, which needs Kubernetes ${minimum} or newer, and the cluster has ${kubernetes}`,
  );
}

/** New nodes that already look like installed ones. */
export function redispatchIsAmbiguous(label: string, taint: string, version: string): Finding {
  return RULES.redispatch.find(
    '',
    `job mode with the startup taint ${taint}: pools with such a taint are born with the label ${label}=true, so that ` +
      `the autoscaler can grow them from zero, and a search of Kata ${version} looks for nodes without the label, so that their ` +
      'new nodes wait for Kata for ever',
    'use DeploymentMode.DAEMON_SET, which fits pools that grow, or choose: ' +
      'Redispatch.everyNode() (installs again on every node at each run), Redispatch.newNodes() (the pool does not set the ' +
      'label), or Redispatch.NEVER (you apply again when nodes are added)',
  );
}

/** An operator without a counterpart in label selectors. */
export function unsupportedOperator(key: string, operator: unknown): Finding {
  return RULES.affinityUnsupported.find(
    '',
    `affinity: operator ${describe(operator)} for '${key}' cannot be a label selector, with which job mode looks for ` +
      'nodes',
    'use In, NotIn, Exists or DoesNotExist',
  );
}

/** A match on something other than labels. */
export function matchFieldsUnsupported(): Finding {
  return RULES.affinityUnsupported.find(
    '',
    'affinity: matchFields cannot be a label selector, with which job mode looks for nodes',
    'name the nodes with jobs.nodes',
  );
}

/** A requirement that no node fulfils. */
export function matchesNoNode(what: string): Finding {
  return RULES.affinityMatchesNothing.find(
    '',
    `affinity: ${what} is empty, which in Kubernetes matches no node at all`,
  );
}

/** Values where none belong, or none where some do. */
export function operatorValues(key: string, operator: string, needed: boolean): Finding {
  return needed
    ? RULES.affinityValues.find('', `affinity: operator ${operator} for '${key}' has no values`, 'give at least one')
    : RULES.affinityValues.find('', `affinity: operator ${operator} for '${key}' takes no values`, 'remove them');
}

function describe(value: unknown): string {
  if (typeof value === 'string') {
    return `'${value}'`;
  }
  return typeof value === 'number' || value === null || value === undefined ? String(value) : typeof value;
}
