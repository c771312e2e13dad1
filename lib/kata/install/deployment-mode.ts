/** Whether a DaemonSet or Jobs install Kata on the nodes. */
export enum DeploymentMode {
  /** A pod stays on every node, installs at once on new nodes, and removes Kata when it is deleted. */
  DAEMON_SET = 'daemonset',
  /** A Job runs on every node, installs Kata and ends. Kata stays on the node when the manifests are deleted. */
  JOB = 'job',
}
