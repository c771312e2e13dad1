import { Severity } from '../../../validation/finding';
import { Rule } from '../../../validation/rule';
import { errorRule, warningRule } from '../../project/rules';

/** Rules about maintenance, notifications and backups of clusters. */
export const OPERATIONS_RULES = {
  maintenanceTime: errorRule(
    'maintenance-time',
    'the value is not a time of RFC 3339',
    'write it with seconds and time zone, such as 2026-01-03T00:00:00Z',
  ),
  maintenanceLength: errorRule(
    'maintenance-length',
    'the window is too short, or ends before it begins',
    'make it at least 4 hours long',
  ),
  maintenanceWindow: errorRule(
    'maintenance-window',
    'a day, hour or length of the maintenance window is not valid',
    'name each day once, an hour from 0 to 23 and a length in whole hours',
  ),
  maintenanceAvailability: errorRule(
    'maintenance-availability',
    'GKE wants at least 48 hours of maintenance windows in any 32 days',
    'make the window longer, or name more days',
  ),
  recurrence: errorRule(
    'maintenance-recurrence',
    'the text is not an RRULE of RFC 5545 that goes on for ever',
    'write one such as FREQ=WEEKLY;BYDAY=SA,SU, or use MaintenanceWindow.weekly()',
  ),
  recurrenceNotCounted: warningRule(
    'maintenance-recurrence-not-counted',
    'whether the recurrence has the 48 hours in 32 days that GKE wants is not counted',
    'use MaintenanceWindow.weekly() or daily(), or count it and acknowledge the finding',
  ),
  exclusionName: errorRule(
    'maintenance-exclusion-name',
    'a maintenance exclusion has no name, or the name of another',
    'give each exclusion another name',
  ),
  exclusionLength: errorRule(
    'maintenance-exclusion-length',
    'a maintenance exclusion keeps every upgrade away for more than 30 days, or others for longer than a version is supported',
    'make it shorter, or use MaintenanceExclusionScope.NO_MINOR_OR_NODE_UPGRADES',
  ),
  exclusionCount: errorRule(
    'maintenance-exclusion-count',
    'a cluster has at most 20 maintenance exclusions, three of them with NO_UPGRADES',
    'remove the exclusions that exceed the number',
  ),
  exclusionScope: errorRule(
    'maintenance-exclusion-scope',
    'GKE knows scopes of exclusions only for clusters on a release channel',
    'choose a ReleaseChannel, or use MaintenanceExclusionScope.NO_UPGRADES',
  ),
  topic: errorRule('pubsub-topic', 'the value is not a Pub/Sub topic', 'write projects/PROJECT/topics/TOPIC'),
  backupPlan: errorRule(
    'backup-plan',
    'Backup for GKE refuses a value',
    'write a value in the range that the message gives',
  ),
  backupFrequency: new Rule({
    id: 'gke/backup-frequency',
    severity: Severity.ERROR,
    meaning: 'a backup plan begins more than one backup in an hour',
    fix: 'name one minute, such as 0 * * * *',
    canAcknowledge: true,
  }),
  backupAgent: errorRule(
    'backup-agent',
    'a backup plan needs the backup agent in the cluster',
    'set backupAgent on the cluster',
  ),
};
