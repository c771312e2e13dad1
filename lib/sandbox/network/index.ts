export type { LabelRequirement, LabelSelector } from './evaluator/label-selector';
export {
  type NetworkEndpoint,
  type NetworkFlow,
  NetworkPolicies,
  type NetworkVerdict,
} from './evaluator/network-policies';
export { NetworkPeer } from './network-peer';
export { NetworkPort, NetworkProtocol } from './network-port';
export type {
  AllowApiServerOptions,
  AllowDnsOptions,
  NetworkRuleOptions,
  SandboxNetworkProps,
} from './network-rule-options';
export { SandboxNetwork } from './sandbox-network';
