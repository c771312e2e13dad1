import { loadPeers } from '../validation/optional-peers';

loadPeers(
  {
    entryPoints: "'cdk-kata' and 'cdk-kata/gke' need",
    names: ['cdktf', '@cdktf/provider-google'],
    packages: 'cdktf@0.21.0 @cdktf/provider-google@16.12.1',
    otherwise:
      ", or, for the Kubernetes half alone, import from 'cdk-kata/kata', 'cdk-kata/sandbox' and 'cdk-kata/deploy'",
  },
  () => {
    require('cdktf');
    require('@cdktf/provider-google/lib/container-cluster');
  },
);
