/** A stack of CDK Terrain (cdktn), or of a second copy of cdktf. */
export function otherCore(path: string): string {
  return (
    `'${path}' is in a stack of another copy of cdktf than the one cdk-kata uses, or of CDK Terrain (cdktn): mixed, they fail at ` +
    "synthesis; install one for both, for CDK Terrain with 'cdktf': 'npm:cdktn@...' in package.json"
  );
}
