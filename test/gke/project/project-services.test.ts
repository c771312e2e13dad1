import { TerraformVariable } from 'cdktf';
import { ProjectServices } from '../../../lib/gke';
import { newStack, resources, synth, synthStack } from '../../util/terraform';

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

test('fails for a service that only Terraform knows', () => {
  const stack = newStack();
  const { stringValue } = new TerraformVariable(stack, 'service', {});
  expect(() => new ProjectServices(stack, 'services', { services: [stringValue] })).toThrow('which is not a service');
  synth(stack);
});
