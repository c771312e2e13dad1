/**
 * Labels of the Jobs that install Kata, by which removals and comparisons know them.
 *
 * Source: kata-deploy's chart, `templates/kata-deploy-reconcile.yaml`.
 */

/** Label of the Jobs and CronJobs that send Jobs to the nodes: `install` or `cleanup`, and what comes again. */
export const DISPATCHER_LABEL = 'kata-deploy/dispatcher';

/** Label of the Jobs of nodes: `install` or `cleanup`. */
export const NODE_STAGE_LABEL = 'kata-deploy/stage';
