import { Severity } from '../finding';
import { Rule } from '../rule';

const error = (id: string, meaning: string, fix: string) =>
  new Rule({ id: `contract/${id}`, severity: Severity.ERROR, meaning, fix });

/** The labels that choose the nodes. */
export const NODE_SELECTOR = error(
  'node-selector',
  'the node selector of a placement is empty, holds what is not a label, or a label that kata-deploy sets and removes',
  'name a label that every node of the placement has from birth, such as kata-containers=enabled',
);

/** Startup taints that keep no pod away. */
export const STARTUP_TAINT_TOLERATED = error(
  'startup-taint-tolerated',
  'a placement tolerates its own startup taint, so that pods would land before Kata is installed',
  'name the taints of the nodes one by one, and leave this one out',
);

/** The installation that the nodes belong to. */
export const SUFFIX = error(
  'multi-install-suffix',
  'the multi-install suffix of a placement cannot be part of the names that are made of it',
  'choose another suffix',
);

/** Counts of what a node has. */
export const COUNT = error(
  'count',
  'a count in a placement is not a whole number from 0 on',
  'write a whole number, or leave it out',
);

/** Ranges of addresses. */
export const RANGES = error(
  'ranges',
  'a range of a cluster is not in CIDR notation, or Service addresses overlap others',
  'write ranges as 10.0.0.0/20 or fd00::/64',
);

/** Version of Kubernetes. */
export const KUBERNETES_VERSION = error(
  'kubernetes-version',
  'the version of a cluster is not a version of Kubernetes',
  'write major.minor or longer, such as 1.33',
);

/** The Workload Identity pool. */
export const WORKLOAD_POOL = error(
  'workload-pool',
  'the workload pool of a cluster is not one of Workload Identity',
  'write the project and .svc.id.goog',
);
