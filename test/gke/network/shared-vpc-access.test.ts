import { SharedVpcAccess, type SharedVpcAccessProps } from '../../../lib/gke';
import { resources, synthStack } from '../../util/terraform';

const grants = (options: Partial<SharedVpcAccessProps> = {}) =>
  Object.values(
    resources(
      synthStack((stack) => {
        new SharedVpcAccess(stack, 'access', { hostProject: 'host', serviceProjectNumber: '123456789012', ...options });
      }),
      'google_project_iam_member',
    ),
  ).map(({ project, role, member }) => `${project} ${role} ${member}`);

const GKE = 'serviceAccount:service-123456789012@container-engine-robot.iam.gserviceaccount.com';

test('the agents of the service project may use the network of the host', () => {
  expect(grants().sort()).toEqual([
    'host roles/compute.networkUser serviceAccount:123456789012@cloudservices.gserviceaccount.com',
    `host roles/compute.networkUser ${GKE}`,
    `host roles/container.hostServiceAgentUser ${GKE}`,
  ]);
});

test('manageFirewall lets GKE make rules there', () => {
  expect(grants({ manageFirewall: true })).toContain(`host roles/compute.securityAdmin ${GKE}`);
});

test.each(['acme-dev', '', '12'])('fails for %j as number', (serviceProjectNumber) => {
  expect(() => grants({ serviceProjectNumber })).toThrow(
    `serviceProjectNumber '${serviceProjectNumber}' is not the number of a project`,
  );
});
