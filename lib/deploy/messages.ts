/** A value that only Terraform knows, in the Kubernetes tree. */
export function terraformTokenInManifest(object: string, path: string, token: string): string {
  return (
    `${object}: ${path} holds the Terraform token ${token}, which cdk8s would write out as it stands: ` +
    'a manifest is written before Terraform knows the value; pass a literal'
  );
}

/** Two objects that the API server would take for one. */
export function duplicateManifest(id: string, first: string, second: string): string {
  return `${id} is defined twice, by ${first} and by ${second}: the second would overwrite the first; rename one of them`;
}
