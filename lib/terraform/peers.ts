import { loadPeers } from '../validation/optional-peers';

loadPeers(
  {
    entryPoints: "'cdk-kata/terraform' needs",
    names: ['cdktf', '@cdktf/provider-helm'],
    packages: 'cdktf@0.21.0 @cdktf/provider-helm@12.1.2',
  },
  () => {
    require('cdktf');
    require('@cdktf/provider-helm/lib/release');
  },
);
