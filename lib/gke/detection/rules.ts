import { errorRule, warningRule } from '../project/rules';

/** Rules about intrusion detection and alerts. */
export const DETECTION_RULES = {
  endpointZone: errorRule(
    'ids-zone',
    'the endpoint of Cloud IDS is not in the region of the network',
    "write a zone of the network's region",
  ),
  channel: errorRule(
    'notification-channel',
    'the value is not a notification channel of Cloud Monitoring',
    'write projects/PROJECT/notificationChannels/NUMBER',
  ),
  namespace: errorRule('alert-namespace', 'the value is not the name of a namespace', 'write DNS labels, at least one'),
  principal: errorRule(
    'alert-principal',
    'the value is not a principal of the audit log',
    'write an e-mail address, principal://..., or a name of Kubernetes such as system:serviceaccount:kube-system:kata-deploy-sa',
  ),
  rateLimit: errorRule(
    'alert-rate-limit',
    'the time between two notifications is out of its range',
    'write whole seconds from 300 to 172800',
  ),
  noChannel: warningRule(
    'alert-without-channel',
    'alerts have no notification channel and are seen in the console only',
    'name a channel in notificationChannels',
  ),
};
