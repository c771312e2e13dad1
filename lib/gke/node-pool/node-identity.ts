import { createHash } from 'node:crypto';
import { ArtifactRegistryRepositoryIamMember } from '@cdktf/provider-google/lib/artifact-registry-repository-iam-member';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import { Annotations, Fn, type ITerraformDependable, Token } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { assertProps } from '../../validation/props';
import { badRepository, badRole, badServiceAccount, basicRole, defaultAccount } from '../cluster/messages';
import { GkeConstruct } from '../project/gke-construct';
import { defaultName } from '../project/resource-names';

/** The service account that nodes run as. */
export interface INodeIdentity extends IConstruct {
  /** Address of the service account; may be a token. */
  readonly email: string;

  /** What a node must wait for: its account's roles. */
  readonly dependencies: readonly ITerraformDependable[];

  /** Literal that stands for the account where its address is a token. */
  readonly stableId: string;
}

/** Properties of `NodeIdentity`. */
export interface NodeIdentityProps {
  /**
   * Project of the account and of its roles.
   */
  readonly project: string;

  /**
   * Name of the account before the `@`: 6 to 30 lower-case letters, digits and dashes.
   *
   * @default - the ids of stack and construct; where they are too long, their beginning and a hash
   */
  readonly accountId?: string;

  /**
   * Roles beside `roles/container.defaultNodeServiceAccount`.
   *
   * @default - none
   */
  readonly roles?: readonly string[];

  /**
   * Artifact Registry repositories from which nodes pull, as `projects/PROJECT/locations/LOCATION/repositories/NAME`.
   *
   * @default - none
   */
  readonly pullRepositories?: readonly string[];
}

const LONGEST_ACCOUNT_ID = 30;
const REPOSITORY = /^projects\/([^/]+)\/locations\/([^/]+)\/repositories\/([^/]+)$/;
const ROLE = /^(projects\/[^/]+\/|organizations\/[^/]+\/)?roles\/[A-Za-z0-9_.]+$/;
const BASIC_ROLES = ['roles/owner', 'roles/editor', 'roles/viewer'];
const DEFAULT_ACCOUNT = /^\d+-compute@developer\.gserviceaccount\.com$/;
const EMAIL = /^[a-z0-9-]+@[a-z0-9.-]+\.gserviceaccount\.com$/;

/**
 * A service account for nodes with the least that a node needs: writing logs and metrics, and pulling from the
 * repositories that are named. Without one, nodes run as the project's default account, which can often edit everything.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/service-accounts
 * @throws for an account, role or repository that is none
 */
export class NodeIdentity extends GkeConstruct implements INodeIdentity {
  /**
   * An account that something else made, with roles that something else gave it.
   *
   * @param scope where the construct goes
   * @param id its id
   * @param email address of the account
   */
  public static fromServiceAccountEmail(scope: Construct, id: string, email: string): INodeIdentity {
    return new ImportedIdentity(scope, id, email);
  }

  public readonly email: string;
  public readonly dependencies: readonly ITerraformDependable[];
  public readonly stableId: string;

  /** The account. */
  public readonly resource: ServiceAccount;

  constructor(scope: Construct, id: string, props: NodeIdentityProps) {
    super(scope, id);
    assertProps('NodeIdentityProps', props);
    const { project } = props;
    const accountId = props.accountId ?? shorten(defaultName(this));
    if (!Token.isUnresolved(accountId) && !/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(accountId)) {
      throw new Error(badServiceAccount('accountId', accountId));
    }
    this.stableId = accountId;
    this.resource = new ServiceAccount(this, 'Default', {
      accountId,
      project,
      displayName: `GKE nodes of ${this.node.path}`.slice(0, 100),
    });
    this.email = this.resource.email;
    const { member } = this.resource;
    const roles = new Set(['roles/container.defaultNodeServiceAccount', ...(props.roles ?? [])]);
    for (const role of roles) {
      if (!Token.isUnresolved(role) && !ROLE.test(role)) throw new Error(badRole(role));
      if (BASIC_ROLES.includes(role)) Annotations.of(this).addWarning(basicRole(role));
    }
    this.dependencies = [
      ...[...roles].map(
        (role, index) =>
          new ProjectIamMember(this, Token.isUnresolved(role) ? `role-${index}` : role.replace(/[^a-zA-Z0-9]+/g, '-'), {
            project,
            role,
            member,
          }),
      ),
      ...(props.pullRepositories ?? []).map((repository, index) => {
        const [, repositoryProject, location, name] = Token.isUnresolved(repository)
          ? ['', 1, 3, 5].map((part) => (part === '' ? '' : Fn.element(Fn.split('/', repository), part as number)))
          : (REPOSITORY.exec(repository) ?? []);
        if (name === undefined) throw new Error(badRepository(repository));
        return new ArtifactRegistryRepositoryIamMember(this, `pull-${index}`, {
          project: repositoryProject,
          location,
          repository: name,
          role: 'roles/artifactregistry.reader',
          member,
        });
      }),
    ];
  }
}

/** The name, or its beginning and a hash of it: two long names with one beginning stay two accounts. */
function shorten(name: string): string {
  if (name.length <= LONGEST_ACCOUNT_ID) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 6);
  return `${name.slice(0, LONGEST_ACCOUNT_ID - 7).replace(/-+$/, '')}-${hash}`;
}

class ImportedIdentity extends GkeConstruct implements INodeIdentity {
  public readonly dependencies: readonly ITerraformDependable[] = [];
  public readonly stableId: string;

  constructor(
    scope: Construct,
    id: string,
    public readonly email: string,
  ) {
    super(scope, id);
    if (!Token.isUnresolved(email) && !EMAIL.test(email)) throw new Error(badServiceAccount('email', email));
    if (DEFAULT_ACCOUNT.test(email)) Annotations.of(this).addWarning(defaultAccount(email));
    this.stableId = Token.isUnresolved(email) ? this.node.path : email;
  }
}
