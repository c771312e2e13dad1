import { ProjectService } from '@cdktf/provider-google/lib/project-service';
import { type ITerraformDependable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { assertProps } from '../../validation/props';
import { GkeConstruct, type GkeConstructProps } from './gke-construct';
import { badService } from './messages';
import { validateExistingName } from './resource-names';
import { assertAndKeep } from './stack-findings';
import type { IPrerequisite } from './stack-order';

/** Properties of `ProjectServices`. */
export interface ProjectServicesProps extends GkeConstructProps {
  /**
   * Project.
   *
   * @default - the provider's
   */
  readonly project?: string;

  /**
   * Services beside those that a cluster needs, such as `gkebackup.googleapis.com`.
   *
   * @default - none
   */
  readonly services?: readonly string[];
}

/** What a cluster of this library needs, secrets encryption, backups, fleet and intrusion detection aside. */
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

const SERVICE = /^[a-z][a-z0-9-]*\.googleapis\.com$/;

/**
 * Switches on the services of a project that a cluster needs. They stay on when the program no longer names them, and when
 * everything is destroyed: others may use them by then.
 *
 * The constructs of this library that are in the same stack wait for them. Resources of your own, and other stacks, wait with
 * `resource.node.addDependency(services)`.
 *
 * @see https://cloud.google.com/service-usage/docs/enable-disable
 * @throws for a text that is not the name of a service
 * @example
 * const services = new ProjectServices(stack, 'services', { services: ['gkebackup.googleapis.com'] });
 */
export class ProjectServices extends GkeConstruct implements IPrerequisite {
  /** The services, in alphabetical order. */
  public readonly resources: readonly ProjectService[];

  /** What has to wait for them. */
  public readonly dependencies: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ProjectServicesProps = {}) {
    super(scope, id, props);
    assertProps('ProjectServicesProps', props, this.node.path);
    const services = [...new Set([...NEEDED, ...(props.services ?? [])])].sort();
    assertAndKeep(this, [
      ...validateExistingName('project', props.project),
      ...services.filter((it) => Token.isUnresolved(it) || !SERVICE.test(it)).map(badService),
    ]);
    this.resources = services.map((service) => {
      return new ProjectService(this, service.split('.')[0] ?? service, {
        project: props.project,
        service,
        // The provider's default takes the service away from everybody in the project.
        disableOnDestroy: false,
        disableDependentServices: false,
      });
    });
    this.dependencies = this.resources;
  }

  /**
   * Every resource of Google Cloud needs the services but the services themselves.
   *
   * @param resourceType type of a resource, such as `google_container_cluster`
   */
  public isPrerequisiteOf(resourceType: string): boolean {
    return resourceType.startsWith('google_') && !PROJECT_ITSELF.includes(resourceType);
  }
}
