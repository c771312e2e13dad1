/** Why the cluster half cannot load: the peer that is missing, and the command that installs both. */
function missing(peer: string): string {
  return (
    `cdk-kata: ${peer} is not installed, and 'cdk-kata' and 'cdk-kata/gke' need it; run ` +
    '`npm install cdktf@0.21.0 @cdktf/provider-google@16.12.1`, or, for the Kubernetes half alone, import from ' +
    "'cdk-kata/kata', 'cdk-kata/sandbox' and 'cdk-kata/deploy'"
  );
}

/** Node's error for a module that is not there. */
function lacks(error: unknown, peer: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'MODULE_NOT_FOUND' && message.includes(`'${peer}`);
}

// The optional peers are loaded here first, so that a program without them is told what to install.
try {
  require('cdktf');
  require('@cdktf/provider-google/lib/container-cluster');
} catch (error) {
  const peer = ['cdktf', '@cdktf/provider-google'].find((name) => lacks(error, name));
  throw peer === undefined ? error : new Error(missing(peer), { cause: error });
}

export {};
