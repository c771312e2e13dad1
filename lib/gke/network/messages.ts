import { errorRule, warningRule } from '../project/rules';

/** The rules of networks. */
export const NETWORK_RULES = {
  range: errorRule(
    'network-range',
    'GKE or the VPC would refuse a range',
    'write the first address and the length of the prefix, such as 10.0.0.0/20',
  ),
  publicRange: warningRule(
    'network-public-range',
    'a range holds public addresses, whose owners on the internet cannot be reached from the cluster',
    'take a part of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10',
  ),
  overlap: errorRule('network-overlapping-ranges', 'two ranges share addresses', 'move one of them'),
  neighbour: errorRule(
    'network-neighbour',
    'two networks of this program have the same names or overlapping ranges',
    'give each network other names and ranges',
  ),
  rangeNames: errorRule(
    'network-range-names',
    'two secondary ranges of the subnetwork have the same name',
    'give each range another name',
  ),
  attribute: errorRule(
    'network-attribute',
    'an attribute of the network is empty',
    'write the value that the network has',
  ),
  flowLogs: errorRule(
    'network-flow-logs',
    'a setting of the flow logs is out of its range',
    'write a value of the range that the message gives',
  ),
  withoutNat: warningRule(
    'network-without-nat',
    'nat is false: nodes without public addresses pull images from Google alone, and the Kata installer is at quay.io',
    'mirror the image to Artifact Registry, or leave nat on',
  ),
  nat: errorRule(
    'network-nat',
    'a setting of the NAT is one that Cloud NAT refuses',
    'write a value that Cloud NAT takes, as the message says',
  ),
  natCapacity: errorRule(
    'network-nat-capacity',
    'the static addresses of the NAT have fewer ports than the nodes take',
    'reserve more addresses with natAddressCount, lower minPortsPerVm, or let Google choose addresses',
  ),
  egress: errorRule(
    'network-egress-rule',
    'a firewall would refuse a rule of allowedEgress',
    'write ranges, protocols and ports that a firewall rule takes',
  ),
  openEgress: warningRule(
    'network-open-egress',
    'a rule of allowedEgress lets out everything, so that the other rules allow nothing more',
    'name the ranges that have to be reached, or leave allowedEgress out',
  ),
  egressOfWholeVpc: warningRule(
    'network-egress-of-vpc',
    'allowedEgress applies to the whole of an existing VPC: everything else in it may reach only what allowedEgress names too',
    'create a VPC for the cluster, or write firewall rules yourself',
  ),
  privateDnsZones: errorRule(
    'network-private-dns-zones',
    'privateDnsZones is set, and allowedEgress is not',
    'remove privateDnsZones, or name what may leave with allowedEgress',
  ),
  webhookPorts: errorRule(
    'network-webhook-ports',
    'a port of a webhook is not a port',
    'write whole numbers from 1 to 65535',
  ),
  podRange: errorRule(
    'network-pod-range',
    'the network has no pod range of that name',
    'write the name of one of its pod ranges, or add the range to the network',
  ),
  projectNumber: errorRule(
    'network-project-number',
    'serviceProjectNumber is not the number of a project',
    "write what 'gcloud projects describe PROJECT' prints as projectNumber",
  ),
} as const;
