import { createHash } from 'node:crypto';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import {
  Fn,
  type ITerraformDependable,
  Lazy,
  type ListTerraformIterator,
  TerraformIterator,
  TerraformStack,
  Token,
} from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import type { Finding } from '../../validation/finding';
import { assertProps } from '../../validation/props';
import { GkeConstruct, type GkeConstructProps } from '../project/gke-construct';
import { literalDefaultName, validateExistingName } from '../project/resource-names';
import { stableIds } from '../project/stable-path';
import { NODE_POOL_RULES as RULES } from './messages';

/** A service account that nodes run as. */
export interface INodeIdentity extends IConstruct {
  /** Address of the service account; may be a token. */
  readonly email: string;

  /** What nodes wait for: the roles of the account. */
  readonly dependencies: readonly ITerraformDependable[];

  /**
   * Literal that stands for the account in the names of node pools, which change with their account. It never depends on
   * the construct's place in the program.
   */
  readonly stableId: string;

  /**
   * Gives the account a role in its project, once. Absent for accounts that something else created.
   *
   * @param role the role, such as `roles/serviceusage.serviceUsageConsumer`
   */
  addRole?(role: string): void;
}

/** What stands for an account in the names of node pools. */
export interface NodeIdentityName {
  /**
   * Literal that stands for the account in the names of node pools, which are replaced when it changes. Where a variable takes
   * the place of a literal, write what the literal was: the account is the same, and so are the pools.
   *
   * @default - the name or address of the account; for what only Terraform knows, one text for all accounts
   */
  readonly stableId?: string;
}

/** Properties of `NodeIdentity`. */
export interface NodeIdentityProps extends GkeConstructProps, NodeIdentityName {
  /** Project of the account, in which it gets its roles. */
  readonly project: string;

  /**
   * Name of the account, before the `@`: 6 to 30 lower-case letters, digits and dashes.
   *
   * @default - made of the ids of stack and construct
   */
  readonly accountId?: string;

  /**
   * IAM roles beside `roles/container.defaultNodeServiceAccount`.
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

const NODE_ROLE = 'roles/container.defaultNodeServiceAccount';
const SHORTEST_ACCOUNT_ID = 6;
const LONGEST_ACCOUNT_ID = 30;
const ACCOUNT_ID = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

/** Stands for an account of which only Terraform knows the name. */
const UNKNOWN_ACCOUNT = '(token)';

const REPOSITORY = /^projects\/([^/]+)\/locations\/([^/]+)\/repositories\/([^/]+)$/;
const ROLE = /^(projects\/[^/]+\/|organizations\/[^/]+\/)?roles\/[A-Za-z0-9_.]+$/;
const BASIC_ROLES = ['roles/owner', 'roles/editor', 'roles/viewer'];
const DEFAULT_ACCOUNT = /^\d+-compute@developer\.gserviceaccount\.com$/;
const EMAIL = /^[a-z0-9-]+@[a-z0-9.-]+\.gserviceaccount\.com$/;

/**
 * A service account for nodes with the least that a node needs: writing logs and metrics, and pulling from the
 * repositories that are named. Without one, nodes run as the default account of the project, which can often edit
 * everything.
 *
 * @example
 * const identity = new NodeIdentity(stack, 'kata-nodes', { project: 'acme-dev' });
 * cluster.addKataNodePool('kata', { identity });
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/service-accounts
 * @throws FindingsError for an account, role or repository that is not one
 */
export class NodeIdentity extends GkeConstruct implements INodeIdentity {
  /**
   * An account that something else created, with roles that something else gave it.
   *
   * @param scope parent of the construct
   * @param id id of the construct
   * @param email address of the account; may be a token
   * @param name what stands for the account in the names of node pools
   */
  public static fromServiceAccountEmail(
    scope: Construct,
    id: string,
    email: string,
    name: NodeIdentityName = {},
  ): INodeIdentity {
    return new ImportedIdentity(scope, id, email, name);
  }

  public readonly email: string;
  public readonly dependencies: ITerraformDependable[];

  /** Terraform resource of the account. */
  public readonly resource: ServiceAccount;

  private readonly accountId: string | undefined;
  private readonly givenStableId: string | undefined;
  private readonly project: string;
  private readonly roles: Set<string>;

  constructor(scope: Construct, id: string, props: NodeIdentityProps) {
    super(scope, id, props);
    assertProps('NodeIdentityProps', props, this.node.path);
    const { project } = props;
    this.accountId = props.accountId;
    this.givenStableId = props.stableId;
    const { pullRepositories = [] } = props;
    const roles = new Set([NODE_ROLE, ...(isList(props.roles) ? (props.roles ?? []) : [])]);
    this.project = project;
    this.roles = roles;
    this.report([
      ...validateExistingName('project', project),
      ...validateStableId(props.stableId),
      ...validateAccountId(props.accountId ?? defaultAccountId(this)),
      ...[...roles].flatMap(validateRole),
      ...(isList(pullRepositories) ? pullRepositories.flatMap(validateRepository) : []),
    ]);
    this.resource = new ServiceAccount(this, 'Default', {
      // Lazy, since moveFrom() may say later where the account was.
      accountId: props.accountId ?? Lazy.stringValue({ produce: () => defaultAccountId(this) }),
      project,
      displayName: Lazy.stringValue({ produce: () => displayName(this) }),
    });
    this.email = this.resource.email;
    this.dependencies = [
      ...[...this.roles].map((role, index) =>
        this.grant(Token.isUnresolved(role) ? `role-${index}` : roleId(role), role),
      ),
      ...(isList(props.roles) ? [] : [this.grantEach('roles', props.roles)]),
      ...(isList(pullRepositories)
        ? pullRepositories.map((repository, index) => this.allowPull(`pull-${index}`, repository))
        : [this.allowPullOfEach('pull', pullRepositories)]),
    ];
  }

  public get stableId(): string {
    const accountId = this.givenStableId ?? this.accountId ?? defaultAccountId(this);
    return Token.isUnresolved(accountId) ? UNKNOWN_ACCOUNT : accountId;
  }

  public addRole(role: string): void {
    if (this.roles.has(role)) return;
    this.report(validateRole(role));
    this.roles.add(role);
    this.dependencies.push(this.grant(roleId(role), role));
  }

  private grant(id: string, role: string): ProjectIamMember {
    return new ProjectIamMember(this, id, { project: this.project, role, member: this.resource.member });
  }

  /** A list that only Terraform knows: one resource for each of its items. */
  private grantEach(id: string, roles: readonly string[]): ProjectIamMember {
    const forEach = TerraformIterator.fromList(roles as string[]);
    const { member } = this.resource;
    return new ProjectIamMember(this, id, { forEach, project: this.project, role: forEach.value, member });
  }

  private allowPull(id: string, repository: string, forEach?: ListTerraformIterator): ITerraformDependable {
    const [, project, location, name] = Token.isUnresolved(repository)
      ? ['', 1, 3, 5].map((part) => (part === '' ? '' : Fn.element(Fn.split('/', repository), part as number)))
      : (REPOSITORY.exec(repository) ?? []);
    // Loaded here and not by every program: few have one.
    const { ArtifactRegistryRepositoryIamMember } =
      require('@cdktf/provider-google/lib/artifact-registry-repository-iam-member') as typeof import('@cdktf/provider-google/lib/artifact-registry-repository-iam-member');
    return new ArtifactRegistryRepositoryIamMember(this, id, {
      forEach,
      project,
      location,
      repository: name as string,
      role: 'roles/artifactregistry.reader',
      member: this.resource.member,
    });
  }

  private allowPullOfEach(id: string, repositories: readonly string[]): ITerraformDependable {
    const forEach = TerraformIterator.fromList(repositories as string[]);
    return this.allowPull(id, forEach.value, forEach);
  }
}

/** Whether a list is known while the program runs. */
function isList(values: readonly string[] | undefined): values is readonly string[] | undefined {
  return !Token.isUnresolved(values);
}

/** Id of the construct of a grant. */
function roleId(role: string): string {
  return role.replace(/[^a-zA-Z0-9]+/g, '-');
}

function displayName(scope: IConstruct): string {
  const path = [TerraformStack.of(scope).node.id, ...stableIds(scope)].join('/');
  return `GKE nodes of ${path}`.slice(0, 100);
}

/** The ids of stack and construct, shortened to what an account takes; two long ones with one beginning stay two accounts. */
function defaultAccountId(scope: IConstruct): string {
  const name = literalDefaultName(scope, undefined, 63);
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 6);
  if (name.length < SHORTEST_ACCOUNT_ID) return `${name}-${hash}`;
  return name.length <= LONGEST_ACCOUNT_ID
    ? name
    : `${name.slice(0, LONGEST_ACCOUNT_ID - 7).replace(/-+$/, '')}-${hash}`;
}

function validateAccountId(accountId: string): Finding[] {
  if (Token.isUnresolved(accountId) || ACCOUNT_ID.test(accountId)) return [];
  const fix = 'write 6 to 30 lower-case letters, digits and dashes, beginning with a letter';
  return [RULES.account.find('', `accountId '${accountId}' is not the name of a service account`, fix)];
}

function validateRole(role: string): Finding[] {
  if (Token.isUnresolved(role)) return [];
  if (!ROLE.test(role)) return [RULES.role.find('', `roles has '${role}', which is not an IAM role`)];
  if (!BASIC_ROLES.includes(role)) return [];
  const message = `roles has '${role}', a basic role, which code that escapes from a container on a node gets too`;
  return [RULES.basicRole.find('', message)];
}

function validateRepository(repository: string): Finding[] {
  if (Token.isUnresolved(repository) || REPOSITORY.test(repository)) return [];
  return [RULES.repository.find('', `pullRepositories has '${repository}', which is not a repository`)];
}

class ImportedIdentity extends GkeConstruct implements INodeIdentity {
  public readonly dependencies: readonly ITerraformDependable[] = [];
  public readonly stableId: string;

  constructor(
    scope: Construct,
    id: string,
    public readonly email: string,
    name: NodeIdentityName,
  ) {
    super(scope, id);
    assertProps('NodeIdentityName', name, this.node.path, { name: 'name' });
    this.report([...validateEmail(email), ...validateStableId(name.stableId)]);
    this.stableId = name.stableId ?? (Token.isUnresolved(email) ? UNKNOWN_ACCOUNT : email);
  }
}

function validateStableId(stableId: string | undefined): Finding[] {
  if (stableId === undefined || (stableId !== '' && !Token.isUnresolved(stableId))) return [];
  const why = stableId === '' ? 'is empty' : 'is only known to Terraform, and names of node pools are made of it';
  return [RULES.account.find('', `stableId ${why}`, 'give a literal, such as the address of the account')];
}

function validateEmail(email: string): Finding[] {
  if (Token.isUnresolved(email)) return [];
  if (!EMAIL.test(email)) {
    const fix = 'write an e-mail that ends in .gserviceaccount.com';
    return [RULES.account.find('', `email '${email}' is not the address of a service account`, fix)];
  }
  if (!DEFAULT_ACCOUNT.test(email)) return [];
  const message = `nodes run as '${email}', the default account of the project, which often has the role of an editor`;
  return [RULES.defaultAccount.find('', message)];
}
