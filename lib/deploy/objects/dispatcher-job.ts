import { DISPATCHER_LABEL } from '../../contract/job-labels';
import type { Manifest } from '../manifest';

/**
 * Whether an object is the Job that sends Jobs to the nodes.
 *
 * @param manifest the object
 * @param stage what the Jobs do
 */
export function isDispatcherJob({ kind, metadata }: Manifest, stage: 'install' | 'cleanup'): boolean {
  const { labels } = metadata as { readonly labels?: { readonly [label: string]: string } };
  return kind === 'Job' && labels?.[DISPATCHER_LABEL] === stage;
}
