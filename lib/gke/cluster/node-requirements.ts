import { Lazy } from 'cdktf';
import type { NodePoolSummary, NodeRequirements } from '../node-pool/gke-cluster-ref';

/**
 * What the first pool that says so asks of its nodes. Pools are added after their cluster, so that it is read at synthesis.
 *
 * @param pools the pools of the cluster
 * @param tags tags of Resource Manager of the cluster, where no pool has any
 */
export function lazyRequirements(
  pools: () => readonly NodePoolSummary[],
  tags: NodeRequirements['resourceManagerTags'],
): NodeRequirements {
  const first = <K extends keyof NodeRequirements>(field: K): NodeRequirements[K] =>
    pools().find(({ nodeRequirements }) => nodeRequirements[field] !== undefined)?.nodeRequirements[field];
  return {
    bootDiskKmsKey: Lazy.stringValue({ produce: () => first('bootDiskKmsKey') }),
    networkTags: Lazy.listValue({ produce: () => first('networkTags') as string[] | undefined }),
    // Terraform's maps have no lazy form of their own.
    resourceManagerTags: Lazy.anyValue({ produce: () => first('resourceManagerTags') ?? tags }) as unknown as {
      readonly [key: string]: string;
    },
  };
}
