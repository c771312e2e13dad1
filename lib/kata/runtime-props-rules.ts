import { isDnsSubdomain } from '../validation/kubernetes-names';
import { badObjectName } from '../validation/messages';
import { DeploymentMode } from './install/deployment-mode';
import type { KataInstallation } from './install/kata-installation';
import { defaultClassWithSuffix, ruleWithoutFeatures } from './install/messages';
import { jobsNeedJobMode } from './job-mode/messages';
import type { KataRuntimeProps } from './kata-runtime-props';

/** What contradicts itself among the props that a KataRuntime has beside those of its installation. */
export function propsProblem(props: KataRuntimeProps, { multiInstallSuffix }: KataInstallation): string | undefined {
  const { createNodeFeatureRule, defaultRuntimeClassName: name, deploymentMode, jobs, nodeFeatureDiscovery } = props;
  if (jobs !== undefined && deploymentMode !== DeploymentMode.JOB) return jobsNeedJobMode();
  if (name !== undefined && !isDnsSubdomain(name)) return badObjectName('defaultRuntimeClassName', name);
  if (name !== undefined && multiInstallSuffix !== undefined) return defaultClassWithSuffix(name, multiInstallSuffix);
  return createNodeFeatureRule === true && nodeFeatureDiscovery !== true ? ruleWithoutFeatures() : undefined;
}
