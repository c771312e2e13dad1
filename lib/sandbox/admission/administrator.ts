import { FindingsError } from '../../validation/finding';
import { isDnsLabel } from '../../validation/kubernetes-names';
import { badObjectName } from '../../validation/messages';
import { describeValue } from '../../validation/props/prop-messages';
import { ADMINISTRATORS } from './admission-rules';

/** Groups in which everybody is, or every workload. */
const EVERYBODY = ['system:authenticated', 'system:unauthenticated', 'system:serviceaccounts'];

/**
 * Who may change what keeps workloads in their VMs: the mark of a namespace, labels and taints of nodes, RuntimeClasses.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/
 * @example
 * new SandboxAdmission(app, 'admission', { runtime: kata, administrators: [Administrator.group('platform@example.com')] });
 */
export class Administrator {
  /**
   * A user, by the name under which the API server knows it; on GKE the e-mail address of the Google account or service account.
   *
   * @param name name of the user
   */
  public static user(name: string): Administrator {
    const text = assertName('user', name);
    if (text.startsWith('system:serviceaccount:')) {
      fail(`the user '${text}' is a service account`, 'write Administrator.serviceAccount(namespace, name)');
    }
    return new Administrator('user', text);
  }

  /**
   * Everybody in a group.
   *
   * @param name name of the group; on GKE the address of a Google group
   */
  public static group(name: string): Administrator {
    const text = assertName('group', name);
    if (EVERYBODY.includes(text) || text.startsWith('system:serviceaccounts:')) {
      fail(`the group '${text}' holds workloads, or everybody`, 'name a group of people, or single service accounts');
    }
    return new Administrator('group', text);
  }

  /**
   * A service account, such as that of a deployment tool in the cluster.
   *
   * @param namespace its namespace
   * @param name its name
   */
  public static serviceAccount(namespace: string, name: string): Administrator {
    for (const [field, value] of Object.entries({ namespace, name })) {
      if (!isDnsLabel(value)) fail(badObjectName(field, value), 'name one service account');
    }
    return new Administrator('user', `system:serviceaccount:${namespace}:${name}`, namespace);
  }

  private constructor(
    /** Whether it is one user or a group. */
    public readonly kind: 'user' | 'group',
    /** Name, as in a request. */
    public readonly name: string,
    /** Namespace of a service account. */
    public readonly namespace?: string,
  ) {}
}

function fail(message: string, fix: string): never {
  throw new FindingsError([ADMINISTRATORS.find('', message, fix)]);
}

function assertName(what: string, name: string): string {
  if (typeof name !== 'string' || name.trim() !== name || name === '' || name.includes('*')) {
    fail(
      `the ${what} ${describeValue(name)} is not a name`,
      'write one name as the API server knows it; there are no patterns',
    );
  }
  return name;
}
