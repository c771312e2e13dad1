import type { ProjectService } from '@cdktf/provider-google/lib/project-service';
import { type ITerraformDependable, type ListTerraformIterator, TerraformIterator, TerraformStack, Token } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { assertParameter, assertProps } from '../../validation/props';
import { GkeConstruct, type GkeConstructProps } from './gke-construct';
import { badService } from './messages';
import { validateExistingName } from './resource-names';
import { assertAndKeep } from './stack-findings';
import type { IPrerequisite } from './stack-order';
import { knownItems } from './values';

/** Properties of `ProjectServices`. */
export interface ProjectServicesProps extends GkeConstructProps {
  /**
   * Project.
   *
   * @default - the provider's
   */
  readonly project?: string;

  /**
   * Services beside those that a cluster needs, and that the constructs of the stack ask for, such as
   * `sqladmin.googleapis.com`.
   *
   * @default - none
   */
  readonly services?: readonly string[];
}

/** What a cluster of this library always needs. Features that need more ask for it with `requireServices()`. */
const NEEDED = [
  'artifactregistry.googleapis.com',
  'binaryauthorization.googleapis.com',
  'cloudresourcemanager.googleapis.com',
  'compute.googleapis.com',
  'container.googleapis.com',
  'containersecurity.googleapis.com',
  'iam.googleapis.com',
  'iamcredentials.googleapis.com',
  'logging.googleapis.com',
  'monitoring.googleapis.com',
];

/** Types that exist without any service of the project. */
const PROJECT_ITSELF = ['google_project_service', 'google_client_config'];

const REQUIRED = 'cdk-kata/required-service';

interface RequiredService {
  readonly service: string;
  /** Project that needs it; undefined for that of the provider. */
  readonly project: string | undefined;
}

/**
 * Asks for services that a construct needs beside those of every cluster. The `ProjectServices` of its stack, whether it was
 * created before or is created later, switches them on.
 *
 * @param construct the construct
 * @param services names of the services
 * @param project project that needs them; undefined for that of the provider
 */
export function requireServices(construct: IConstruct, services: readonly string[], project?: string): void {
  const stack = TerraformStack.of(construct);
  for (const service of services) stack.node.addMetadata(REQUIRED, { service, project } satisfies RequiredService);
  for (const it of stack.node.findAll()) if (it instanceof ProjectServices) it.addRequired();
}

const SERVICE = /^[a-z][a-z0-9-]*\.googleapis\.com$/;

/**
 * Switches on the services of a project that a cluster needs, and those that features of the stack's constructs need, such as
 * Cloud DNS, Cloud KMS or image streaming. They stay on when the program no longer names them, and when
 * everything is destroyed: others may use them by then.
 *
 * The constructs of this library that are in the same stack wait for them. Resources of your own, and other stacks, wait with
 * `resource.node.addDependency(services)`.
 *
 * @see https://cloud.google.com/service-usage/docs/enable-disable
 * @throws for a text that is not the name of a service
 * @example
 * const services = new ProjectServices(stack, 'services', { services: ['sqladmin.googleapis.com'] });
 */
export class ProjectServices extends GkeConstruct implements IPrerequisite {
  private readonly project: string | undefined;
  private readonly switches = new Map<string, ProjectService>();

  constructor(scope: Construct, id: string, props: ProjectServicesProps = {}) {
    super(scope, id, props);
    assertProps('ProjectServicesProps', props, this.node.path);
    const { services: given = [] } = props;
    const services = [...new Set([...NEEDED, ...knownItems(given)])].sort();
    assertAndKeep(this, [
      ...validateExistingName('project', props.project),
      ...services.filter((it) => !SERVICE.test(it)).map(badService),
    ]);
    this.project = props.project;
    for (const service of services) this.switchOn(service);
    this.addRequired();
    if (Token.isUnresolved(given)) this.switchOnEach(given);
    else {
      for (const [index, service] of given.entries()) {
        if (Token.isUnresolved(service)) this.switchOn(service, `service-${index}`);
      }
    }
  }

  /** The services, in alphabetical order. */
  public get resources(): readonly ProjectService[] {
    return [...this.switches].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, resource]) => resource);
  }

  /** What has to wait for them. */
  public get dependencies(): readonly ITerraformDependable[] {
    return this.resources;
  }

  /**
   * Switches on what the constructs of the stack have asked for until now.
   *
   * @internal
   */
  public addRequired(): void {
    for (const { type, data } of TerraformStack.of(this).node.metadata) {
      if (type !== REQUIRED) continue;
      const { service, project } = data as RequiredService;
      const isOther = project !== undefined && this.project !== undefined && project !== this.project;
      // A project that only Terraform knows may be this one; a service that is on and not needed costs nothing.
      if (!isOther || Token.isUnresolved(project) || Token.isUnresolved(this.project)) this.switchOn(service);
    }
  }

  private switchOn(service: string, id = service.split('.')[0] as string, forEach?: ListTerraformIterator): void {
    if (this.switches.has(service)) return;
    // Loaded here and not by every program: few have one.
    const { ProjectService } =
      require('@cdktf/provider-google/lib/project-service') as typeof import('@cdktf/provider-google/lib/project-service');
    const resource = new ProjectService(this, id, {
      forEach,
      project: this.project,
      service,
      // The provider's default takes the service away from everybody in the project.
      disableOnDestroy: false,
      disableDependentServices: false,
    });
    this.switches.set(service, resource);
  }

  /** A list that only Terraform knows: one resource for each of its items. */
  private switchOnEach(services: readonly string[]): void {
    const forEach = TerraformIterator.fromList(services as string[]);
    this.switchOn(forEach.value, 'services', forEach);
  }

  /**
   * Every resource of Google Cloud needs the services but the services themselves.
   *
   * @param resourceType type of a resource, such as `google_container_cluster`
   */
  public isPrerequisiteOf(resourceType: string): boolean {
    assertParameter('resourceType', resourceType, 'string', this.node.path);
    return resourceType.startsWith('google_') && !PROJECT_ITSELF.includes(resourceType);
  }
}
