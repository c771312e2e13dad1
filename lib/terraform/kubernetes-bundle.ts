import * as path from 'node:path';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Release } from '@cdktf/provider-helm/lib/release';
import {
  AssetType,
  DefaultTokenResolver,
  StringConcat,
  TerraformAsset,
  type TerraformProvider,
  TerraformStack,
  Tokenization,
} from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import type { ClusterAccess } from '../contract/cluster-access';
import { assertInApp } from '../deploy/order/app-scope';
import { DeploymentStageName, deploymentStages } from '../deploy/order/deployment-stages';
import { KUBECTL_IMAGE } from '../deploy/outlets/kubectl-job';
import { assertNoErrors, type Finding } from '../validation/finding';
import { Findings } from '../validation/findings';
import { assertProps } from '../validation/props';
import { assertSameCore } from '../validation/stack/same-core';
import { validateAccess, validateSecrets } from './access-rules';
import { bundleReleases } from './bundle-releases';
import { validateBundle, validateSize } from './bundle-rules';
import { releaseValues, withTokens } from './release-values';
import { CHANGED_LATER, NAME_TWICE, OTHER_CORE, TOKEN_IN_PLAN } from './rules';

/** Properties of `KubernetesBundle`. */
export interface KubernetesBundleProps {
  /** The cdk8s app, complete: what is added to it later is refused at synthesis. Its values may be Terraform tokens. */
  readonly manifests: IConstruct;

  /** How Terraform reaches the cluster, such as `cluster.access`. */
  readonly access: ClusterAccess;

  /**
   * What the names of the Helm releases begin with: at most 30 lower-case letters, digits and dashes. It cannot be changed later
   * without removing everything.
   *
   * @default 'cdk-kata'
   */
  readonly name?: string;

  /**
   * Namespace that holds the records of the Helm releases. The objects keep their own.
   *
   * @default 'kube-system'
   */
  readonly namespace?: string;

  /**
   * Most nodes that the runtime is installed on. The installer goes over them one at a time, so its timeout grows with them.
   *
   * @default 10
   */
  readonly maxNodes?: number;

  /**
   * Whether each chart of workloads has a Helm release of its own. Decide it before the first apply: an object that moves to another
   * release is deleted and made anew, with its pods.
   *
   * @default - only where the workloads have more than 350 KiB
   */
  readonly releasePerChart?: boolean;

  /**
   * Image with `kubectl` as its entry point, for the Jobs that hold a removal back until pods are gone.
   *
   * @default 'registry.k8s.io/kubectl:v1.33.0'
   */
  readonly kubectlImage?: string;

  /**
   * Helm provider; it must reach the same cluster as `access`.
   *
   * @default - a provider of the construct, made from `access`
   */
  readonly provider?: TerraformProvider;
}

const CHART = { folder: path.join(__dirname, '../../lib/terraform/manifests-chart'), version: '1.0.0' };

/** Seconds for the installer: for itself, and for each node that it goes over. */
const INSTALLER_SECONDS = { base: 900, perNode: 120 };

/**
 * Carries a cdk8s app into a cluster with Terraform, so that `cdktf deploy` makes everything and `destroy` takes it back.
 *
 * It makes a Helm release for each stage: permissions, installer and RuntimeClasses, workloads, in this order. A removal goes
 * backwards, and waits at each stage until its pods are gone. The first plan needs no cluster. Credentials come from a plugin and
 * stay out of Terraform's state.
 *
 * Put it into a stack of its own, behind the cluster's: a stack whose provider depends on a cluster that the same stack replaces
 * cannot be planned.
 *
 * @example
 * new KubernetesBundle(runtimeStack, 'kata', { manifests: k8s, access: cluster.access });
 *
 * @see https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release
 * @throws in a stack of another copy of cdktf, for access without credentials, for a name that Helm would refuse, and for a chart
 * that is too large for one release
 */
export class KubernetesBundle extends Construct {
  /** The Helm releases, in the order in which they are made. */
  public readonly releases: readonly Release[];

  private readonly identity: readonly unknown[];

  constructor(scope: Construct, id: string, props: KubernetesBundleProps) {
    super(scope, id);
    assertSameCore(this, TerraformStack, OTHER_CORE);
    const { path: where } = this.node;
    assertProps('KubernetesBundleProps', props, where);
    assertInApp(props.manifests, where, 'manifests');
    assertNoErrors([...validateAccess(where, props.access), ...validateBundle(where, props)]);
    const { access, namespace = 'kube-system', maxNodes = 10, name = 'cdk-kata' } = props;
    this.identity = [props.provider === undefined ? access.host : props.provider.fqn, namespace, name];
    const timeoutSeconds = INSTALLER_SECONDS.base + INSTALLER_SECONDS.perNode * maxNodes;
    const wait = {
      name,
      serviceAccount: `${name}-removal-wait`,
      namespace,
      image: props.kubectlImage ?? KUBECTL_IMAGE,
      timeoutSeconds,
    };
    const render = () =>
      withTokens(props.manifests, () => bundleReleases(deploymentStages(props.manifests), wait, props.releasePerChart));
    const contents = render();
    assertNoErrors(contents.flatMap((release) => validateSize(where, release)));
    const provider = props.provider ?? helmProvider(this, access);
    const chart = new TerraformAsset(this, 'chart', { path: CHART.folder, type: AssetType.DIRECTORY });
    const releases = new Map<string, Release>();
    for (const { id: release, name: releaseName, stage, after, manifests } of contents) {
      releases.set(
        release,
        new Release(this, release, {
          provider,
          name: releaseName,
          namespace,
          chart: `./${chart.path}`,
          version: CHART.version,
          values: [releaseValues(manifests)],
          createNamespace: false,
          wait: true,
          cleanupOnFail: true,
          maxHistory: 3,
          // Without it a plan that cannot reach the cluster loses the release from the state.
          upgradeInstall: true,
          timeout: stage === DeploymentStageName.INSTALLER ? timeoutSeconds : INSTALLER_SECONDS.base,
          // A slow first rollout must not uninstall the runtime.
          atomic: stage === DeploymentStageName.WORKLOADS ? true : undefined,
          dependsOn: after.length === 0 ? undefined : after.map((other) => releases.get(other) as Release),
        }),
      );
    }
    this.releases = [...releases.values()];
    const before = JSON.stringify(contents);
    Findings.of(this).add(
      () => [
        ...(JSON.stringify(render()) === before ? [] : [CHANGED_LATER.find(where)]),
        ...(access.token === undefined ? [] : [TOKEN_IN_PLAN.find(where)]),
        ...this.takenOver(),
        ...contents.flatMap((release) => validateSecrets(where, release.manifests)),
      ],
      { at: TerraformStack.of(this) },
    );
  }

  /** Another bundle before this one whose releases have the same names in the same cluster. */
  private takenOver(): Finding[] {
    const resolver = new DefaultTokenResolver(new StringConcat());
    const identityOf = (scope: KubernetesBundle) =>
      JSON.stringify(Tokenization.resolve(scope.identity, { scope, resolver, preparing: false }));
    const bundles = this.node.root.node
      .findAll()
      .filter((it): it is KubernetesBundle => it instanceof KubernetesBundle);
    const before = bundles.slice(0, bundles.indexOf(this));
    const other = before.find((it) => identityOf(it) === identityOf(this));
    if (other === undefined) return [];
    return [NAME_TWICE.find(this.node.path, `${other.node.path} has releases of the same names in the same cluster`)];
  }
}

function helmProvider(scope: Construct, { host, clusterCaCertificate, exec, token }: ClusterAccess): HelmProvider {
  const provider = new HelmProvider(scope, 'helm', {
    alias: scope.node.path.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase(),
    kubernetes: {
      host,
      clusterCaCertificate,
      token,
      exec: exec && {
        apiVersion: exec.apiVersion,
        command: exec.command,
        args: exec.args && [...exec.args],
      },
    },
  });
  // The binding writes names of variables in lower case.
  if (exec?.env !== undefined) provider.addOverride('kubernetes.exec.env', { ...exec.env });
  return provider;
}
