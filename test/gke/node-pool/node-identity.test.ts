import { Fn, TerraformVariable } from 'cdktf';
import { NodeIdentity, type NodeIdentityProps } from '../../../lib/gke';
import { newStack, onlyResource, resources, synth, warnings } from '../../util/terraform';

function build(options: Partial<NodeIdentityProps> = {}, id = 'nodes') {
  const stack = newStack();
  const identity = new NodeIdentity(stack, id, { project: 'acme-dev', ...options });
  return { stack, identity };
}

const roles = (options: Partial<NodeIdentityProps>) =>
  Object.values(resources(synth(build(options).stack), 'google_project_iam_member')).map(({ role }) => role);

test('roles join the one that a node needs, each once', () => {
  expect(roles({ roles: ['roles/storage.objectViewer', 'roles/container.defaultNodeServiceAccount'] })).toEqual([
    'roles/container.defaultNodeServiceAccount',
    'roles/storage.objectViewer',
  ]);
  expect(roles({ roles: ['projects/acme-dev/roles/nodes'] })).toContain('projects/acme-dev/roles/nodes');
});

test('roles and repositories that only Terraform knows', () => {
  const { stack } = build({
    roles: [Fn.join('/', ['projects/acme-dev/roles', 'nodes'])],
    pullRepositories: [Fn.join('/', ['projects/acme-dev/locations/europe-west4/repositories', 'apps'])],
  });
  const member = onlyResource(synth(stack), 'google_artifact_registry_repository_iam_member');
  expect(member).toMatchObject({
    project: expect.stringContaining('${element(split("/", join("/", '),
    location: expect.stringMatching(/, 3\)\}$/),
    repository: expect.stringMatching(/, 5\)\}$/),
  });
});

test('lists that only Terraform knows give a resource for each item (H7)', () => {
  const stack = newStack();
  const list = (name: string) => new TerraformVariable(stack, name, { type: 'list(string)' }).listValue;
  new NodeIdentity(stack, 'nodes', {
    project: 'acme-dev',
    roles: list('roles'),
    pullRepositories: list('repositories'),
  });
  const written = synth(stack);
  const grants = Object.values(resources(written, 'google_project_iam_member'));
  expect(grants).toContainEqual(
    expect.objectContaining({ for_each: '${toset(var.roles)}', role: '${each.value}', project: 'acme-dev' }),
  );
  expect(grants.map(({ role }) => role)).toContain('roles/container.defaultNodeServiceAccount');
  expect(onlyResource(written, 'google_artifact_registry_repository_iam_member')).toMatchObject({
    for_each: '${toset(var.repositories)}',
    repository: '${element(split("/", each.value), 5)}',
  });
});

test('accountId', () => {
  expect(onlyResource(synth(build({ accountId: 'gke-nodes' }).stack), 'google_service_account').account_id).toBe(
    'gke-nodes',
  );
});

test('long ids with one beginning give two accounts', () => {
  const long = 'a-cluster-with-a-rather-long-name';
  const accounts = ['one', 'two'].map(
    (end) => onlyResource(synth(build({}, `${long}-${end}`).stack), 'google_service_account').account_id,
  );
  expect(new Set(accounts).size).toBe(2);
  for (const account of accounts) expect(account).toMatch(/^test-a-cluster-with-a-[a-z-]*-[0-9a-f]{6}$/);
  for (const account of accounts) expect(account.length).toBeLessThanOrEqual(30);
});

test.each<[string, Partial<NodeIdentityProps>, string]>([
  ['a short accountId', { accountId: 'gke' }, "accountId 'gke' is not the name of a service account"],
  [
    'a role without its prefix',
    { roles: ['storage.objectViewer'] },
    "roles has 'storage.objectViewer', which is not an IAM role",
  ],
  ['a repository by its host', { pullRepositories: ['docker.io/library'] }, "pullRepositories has 'docker.io/library'"],
])('fails for %s', (_, options, message) => {
  expect(() => build(options)).toThrow(message);
});

test.each(['roles/owner', 'roles/editor', 'roles/viewer'])('warns of %s', (role) => {
  expect(warnings(build({ roles: [role] }).stack)).toEqual([expect.stringContaining(`'${role}', a basic role`)]);
});

test('warns of the default account of the project', () => {
  const stack = newStack();
  NodeIdentity.fromServiceAccountEmail(stack, 'nodes', '123456789012-compute@developer.gserviceaccount.com');
  expect(warnings(stack)).toEqual([expect.stringContaining('the default account of the project')]);
});
