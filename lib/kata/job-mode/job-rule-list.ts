import { error } from '../kata-rule';

/** Rules about job mode. */
export const JOB_RULES = {
  jobsKubernetes: error(
    'jobs-kubernetes-version',
    "the cluster's Kubernetes is older than job mode needs",
    'leave deploymentMode out for a DaemonSet',
  ),
  jobsWithoutMode: error(
    'jobs-without-job-mode',
    'jobs is given, and no Jobs install Kata',
    'add deploymentMode: DeploymentMode.JOB, or leave jobs out',
  ),
  runtimeAfterJobs: error(
    'custom-runtime-after-jobs',
    'a custom runtime is added to an installation by Jobs, which are not changed once they are there',
    'give customRuntimes to the installation',
  ),
  jobsNumber: error(
    'jobs-number',
    'a number of job mode is not whole, or out of its range',
    'write a whole number in the range that the message gives',
  ),
  jobsTtl: error(
    'jobs-ttl',
    'the Job of a node could be deleted before its result is read, so that the node counts as failed',
    'give the seconds that the message says, or more',
  ),
  notInJobMode: error(
    'not-in-job-mode',
    'an option is for the DaemonSet, and no pod stays on the nodes in job mode',
    'leave the option out, or leave deploymentMode out',
  ),
  dispatcherNodes: error(
    'dispatcher-on-kata-nodes',
    'the dispatcher is to run on nodes that get their label from it, and on which code could take its token',
    'select nodes without Kata',
  ),
  redispatchSchedule: error(
    'redispatch-schedule',
    'the schedule is not one that a CronJob takes',
    "write five fields such as '*/10 * * * *', or a macro such as '@hourly'",
  ),
  jobsNodes: error(
    'jobs-nodes',
    'jobs.nodes names no node, or what is not the name of a node',
    'name nodes, or leave it out to select them by label',
  ),
  jobsNodesAndRedispatch: error(
    'jobs-nodes-and-redispatch',
    'nodes are named, and new ones are looked for',
    'leave out nodes, or redispatch',
  ),
  jobsNodesAndPools: error(
    'jobs-nodes-and-pools',
    'nodes are named, and each of several pools would be installed on all of them',
    'leave nodes out, since each pool has its placement',
  ),
  jobsPoolName: error(
    'jobs-pool-name',
    'suffix and name of a pool are too long for the names of its Jobs',
    'give the pool a shorter name',
  ),
  redispatch: error(
    'redispatch',
    'nodes that come later keep their startup taint, since the Job runs once',
    'use DeploymentMode.DAEMON_SET, or choose a Redispatch',
  ),
  affinityUnsupported: error(
    'jobs-affinity',
    'job mode looks for nodes by label selectors, which cannot say what the affinity says',
    'use In, NotIn, Exists or DoesNotExist on labels, or name the nodes with jobs.nodes',
  ),
  affinityMatchesNothing: error(
    'affinity-matches-nothing',
    'an empty term of the affinity matches no node',
    'remove it, or add a requirement',
  ),
  affinityValues: error(
    'affinity-values',
    'an operator of the affinity has values where it takes none, or none where it needs some',
    'correct the values',
  ),
};
