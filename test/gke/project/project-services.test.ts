import { TerraformVariable } from 'cdktf';
import { NodeIdentity, ProjectServices } from '../../../lib/gke';
import { newStack, onlyResource, resources, synth, synthStack } from '../../util/terraform';

const services = (props: ConstructorParameters<typeof ProjectServices>[2] = {}) =>
  Object.values(
    resources(
      synthStack((stack) => {
        new ProjectServices(stack, 'services', props);
      }),
      'google_project_service',
    ),
  );

test('trap: a service stays on when the program no longer names it', () => {
  for (const service of services()) {
    expect(service).toMatchObject({ disable_on_destroy: false, disable_dependent_services: false });
  }
});

test('switches on what a cluster needs, and what is named, each once', () => {
  const names = services({ services: ['gkebackup.googleapis.com', 'container.googleapis.com'] }).map(
    ({ service }) => service,
  );
  expect(names).toEqual(
    expect.arrayContaining(['container.googleapis.com', 'compute.googleapis.com', 'gkebackup.googleapis.com']),
  );
  expect(new Set(names).size).toBe(names.length);
});

test('project', () => {
  expect(services({ project: 'other' })[0]?.project).toBe('other');
});

test.each(['container', 'Container.googleapis.com', 'container.example.com', ''])('fails for %j', (service) => {
  expect(() => services({ services: [service] })).toThrow(`services has '${service}', which is not a service`);
});

test.each<[string, (variable: TerraformVariable) => string[], object]>([
  ['a service', ({ stringValue }) => ['ids.googleapis.com', stringValue], { service: '${var.it}' }],
  ['a list of services', ({ listValue }) => listValue, { for_each: '${toset(var.it)}', service: '${each.value}' }],
])('%s may be known to Terraform only, and constructs wait for it (H7)', (_, read, expected) => {
  const stack = newStack();
  const variable = new TerraformVariable(stack, 'it', {});
  new ProjectServices(stack, 'services', { services: read(variable) });
  new NodeIdentity(stack, 'nodes', { project: 'acme-dev' });
  const terraform = synth(stack);
  const [id, service] = Object.entries(resources(terraform, 'google_project_service')).find(
    ([, it]) => it.service === (expected as { service: string }).service,
  ) as [string, object];
  expect(service).toMatchObject({ ...expected, disable_on_destroy: false });
  expect(onlyResource(terraform, 'google_service_account').depends_on).toContain(`google_project_service.${id}`);
});
