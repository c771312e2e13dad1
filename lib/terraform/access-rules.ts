import { Token } from 'cdktf';
import type { ClusterAccess } from '../contract/cluster-access';
import type { Manifest } from '../deploy/manifest';
import { describeObject } from '../deploy/manifest';
import type { Finding } from '../validation/finding';
import { hasCredentials, redacted } from '../validation/redaction';
import { ACCESS, SECRET_IN_ACCESS, SECRET_IN_STATE } from './rules';

/**
 * Holds access to a cluster against what the provider needs, and against secrets that would be written down.
 *
 * @param path path of the construct
 * @param access what was given
 */
export function validateAccess(path: string, access: ClusterAccess): Finding[] {
  const { host, exec, token } = access;
  if (host === '') return [ACCESS.find(path, 'access.host is missing')];
  if (exec === undefined && token === undefined) return [ACCESS.find(path, 'access has neither exec nor token')];
  if (exec !== undefined && token !== undefined) {
    return [ACCESS.find(path, 'access has both exec and token', 'remove token: exec refreshes by itself')];
  }
  if (token === '') return [ACCESS.find(path, 'access.token is empty')];
  if (exec !== undefined && (!exec.apiVersion || !exec.command)) {
    return [ACCESS.find(path, 'access.exec needs apiVersion and command')];
  }
  return [
    ...literalProblems(path, access),
    ...secretFields(access).map((field) => SECRET_IN_ACCESS.find(path, `${field} is a literal`)),
  ];
}

const ADDRESS = /^https:\/\/[^\s/]+(\/\S*)?$/;
const CREDENTIALS_API = /^client\.authentication\.k8s\.io\/v1(beta1)?$/;
const CERTIFICATE = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/;

/** What is wrong with texts that are known. */
function literalProblems(path: string, { host, exec, clusterCaCertificate }: ClusterAccess): Finding[] {
  const isBad = (value: string | undefined, good: RegExp) =>
    value !== undefined && !Token.isUnresolved(value) && !good.test(value);
  const found: Finding[] = [];
  if (isBad(host, ADDRESS)) {
    const message = `access.host '${redacted(host)}' is not the address of an API server`;
    found.push(ACCESS.find(path, message, 'write it as https://host'));
  }
  if (isBad(exec?.apiVersion, CREDENTIALS_API)) {
    const message = `access.exec.apiVersion '${exec?.apiVersion}' is not a version of the API that credential plugins use`;
    const fix = 'write client.authentication.k8s.io/v1, or v1beta1 for gke-gcloud-auth-plugin';
    found.push(ACCESS.find(path, message, fix));
  }
  if (isBad(clusterCaCertificate, CERTIFICATE)) {
    const fix = 'pass the text with -----BEGIN CERTIFICATE-----; Fn.base64decode() gives it of a value in base64';
    found.push(ACCESS.find(path, 'access.clusterCaCertificate is not a certificate as PEM text', fix));
  }
  return found;
}

const SECRET_NAME = /(TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|PRIVATE_?KEY)$/i;
const SECRET_ARGUMENT = /^--?[\w-]*(token|secret|password|passwd|api-?key)$/i;

const isLiteral = (value: unknown) => typeof value === 'string' && value !== '' && !Token.isUnresolved(value);

/** Fields that hold a secret as it is. */
function secretFields({ host, token, exec, clusterCaCertificate }: ClusterAccess): string[] {
  const args = exec?.args ?? [];
  const env = Object.entries(exec?.env ?? {});
  return [
    ...(isLiteral(token) ? ['access.token'] : []),
    ...(hasCredentials(host) ? ['the password in access.host'] : []),
    ...(/PRIVATE KEY/.test(clusterCaCertificate ?? '') ? ['the private key in access.clusterCaCertificate'] : []),
    ...args.flatMap((argument, index) => {
      if (!isLiteral(argument)) return [];
      const [name = '', value] = argument.split(/=(.*)/s);
      const isSecret = SECRET_ARGUMENT.test(name) && isLiteral(value ?? args[index + 1]);
      return isSecret ? [`access.exec.args[${value === undefined ? index + 1 : index}]`] : [];
    }),
    ...env
      .filter(([name, value]) => SECRET_NAME.test(name) && isLiteral(value))
      .map(([name]) => `access.exec.env.${name}`),
  ];
}

/**
 * Secrets whose values Terraform would keep.
 *
 * @param path path of the construct
 * @param manifests the objects
 */
export function validateSecrets(path: string, manifests: readonly Manifest[]): Finding[] {
  const holds = (value: unknown) =>
    typeof value === 'object' && value !== null && Object.values(value).some((it) => it !== '' && it !== undefined);
  return manifests
    .filter(
      ({ apiVersion, kind, data, stringData }) =>
        apiVersion === 'v1' && kind === 'Secret' && (holds(data) || holds(stringData)),
    )
    .map((it) =>
      SECRET_IN_STATE.find(
        path,
        `${describeObject(it)} holds values, which are written into cdk.tf.json, plans and the state`,
      ),
    );
}
