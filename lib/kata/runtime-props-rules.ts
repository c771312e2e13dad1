import type { Finding } from '../validation/finding';
import { isDnsSubdomain } from '../validation/kubernetes-names';
import { nameProblem } from '../validation/messages';
import { olderThan } from '../validation/version';
import { DeploymentMode } from './install/deployment-mode';
import type { KataInstallation } from './install/kata-installation';
import { defaultClassWithSuffix, ruleWithoutFeatures } from './install/messages';
import { jobsNeedJobMode, jobsNeedKubernetes } from './job-mode/messages';
import type { KataRuntimeProps } from './kata-runtime-props';

/** The first Kubernetes that labels the pods of a Job `batch.kubernetes.io/job-name`. */
const JOB_KUBERNETES = '1.27';

/** What contradicts itself among the props that a KataRuntime has beside those of its installation. */
export function propsProblem(props: KataRuntimeProps, { multiInstallSuffix }: KataInstallation): Finding | undefined {
  const {
    cluster,
    createNodeFeatureRule,
    defaultRuntimeClassName: name,
    deploymentMode,
    jobs,
    nodeFeatureDiscovery,
  } = props;
  if (jobs !== undefined && deploymentMode !== DeploymentMode.JOB) return jobsNeedJobMode();
  const kubernetes = cluster?.kubernetesVersion;
  if (deploymentMode === DeploymentMode.JOB && kubernetes !== undefined && olderThan(kubernetes, JOB_KUBERNETES)) {
    return jobsNeedKubernetes(JOB_KUBERNETES, kubernetes);
  }
  if (name !== undefined && !isDnsSubdomain(name)) return nameProblem('defaultRuntimeClassName', name);
  if (name !== undefined && multiInstallSuffix !== undefined) return defaultClassWithSuffix(name, multiInstallSuffix);
  return createNodeFeatureRule === true && nodeFeatureDiscovery !== true ? ruleWithoutFeatures() : undefined;
}
