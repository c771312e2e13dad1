import { type TerraformStack, TerraformVariable } from 'cdktf';
import {
  Findings,
  findings,
  GkeCluster,
  type GkeClusterProps,
  GkeNetwork,
  type GkeNetworkProps,
  SandboxAuditAlerts,
  type SandboxAuditAlertsProps,
} from '../../lib/gke';
import { newStack, synth, type Terraform } from '../util/terraform';

export const REGION = 'europe-west4';

/** A program whose parts are created on demand, so that a row of a table can say in one line what it is about. */
export class Program {
  public readonly stack: TerraformStack = newStack();
  private count = 0;

  /** A variable, of which only Terraform knows the value. */
  public variable(): TerraformVariable {
    return new TerraformVariable(this.stack, `v${this.count++}`, {});
  }

  public network(props: Partial<GkeNetworkProps> = {}): GkeNetwork {
    return new GkeNetwork(this.stack, 'network', { region: REGION, ...props });
  }

  /** A cluster that needs no pool for ordinary pods. */
  public cluster(props: Partial<GkeClusterProps> = {}, network = this.network()): GkeCluster {
    return new GkeCluster(this.stack, 'gke', { location: REGION, network, hasExternalNodePools: true, ...props });
  }

  public alerts(props: Partial<SandboxAuditAlertsProps> = {}): SandboxAuditAlerts {
    const notificationChannels = ['projects/p/notificationChannels/1'];
    return new SandboxAuditAlerts(this.stack, 'alerts', { cluster: this.cluster(), notificationChannels, ...props });
  }

  /** What is written; throws what refuses the program. */
  public written(): Terraform {
    return synth(this.stack);
  }

  /** Ids of the findings at synthesis. */
  public findings(): string[] {
    return findings(this.stack).map(({ id }) => id);
  }

  public acknowledge(id: string): void {
    Findings.of(this.stack).acknowledge(id, 'the program knows better');
  }
}
