import { TerraformVariable } from 'cdktf';
import { KmsKeyGrant, KmsKeyUser, SecretsEncryption, type SecretsEncryptionProps } from '../../../lib/gke';
import { newStack, onlyResource, resources, synth } from '../../util/terraform';

const KEY = 'projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k';

function build(options: Partial<SecretsEncryptionProps> = {}) {
  const stack = newStack();
  const encryption = new SecretsEncryption(stack, 'secrets', {
    project: 'acme-dev',
    location: 'europe-west4',
    ...options,
  });
  return { stack, encryption };
}

test('a key of its own is in the region of the cluster', () => {
  const terraform = synth(build().stack);
  expect(onlyResource(terraform, 'google_kms_key_ring')).toMatchObject({
    location: 'europe-west4',
    project: 'acme-dev',
  });
  expect(onlyResource(terraform, 'google_kms_crypto_key').purpose).toBe('ENCRYPT_DECRYPT');
});

test('rotationDays', () => {
  const { stack } = build({ rotationDays: 30 });
  expect(onlyResource(synth(stack), 'google_kms_crypto_key').rotation_period).toBe('2592000s');
});

test('existingKey is used as it is, and lent to the service agent of GKE', () => {
  const { stack, encryption } = build({ existingKey: KEY });
  const terraform = synth(stack);
  expect(encryption.keyName).toBe(KEY);
  expect(resources(terraform, 'google_kms_crypto_key')).toEqual({});
  expect(onlyResource(terraform, 'google_kms_crypto_key_iam_member').crypto_key_id).toBe(KEY);
});

test('grant: false leaves the grant to whoever owns the key', () => {
  const { stack, encryption } = build({ existingKey: KEY, grant: false });
  expect(synth(stack).resource).toBeUndefined();
  expect(encryption.dependencies).toEqual([]);
});

test('name, keyProject and deletionProtection (H3)', () => {
  const { stack } = build({ name: 'gke-2027', keyProject: 'acme-keys', deletionProtection: false });
  const terraform = synth(stack);
  expect(onlyResource(terraform, 'google_kms_key_ring')).toMatchObject({ name: 'gke-2027', project: 'acme-keys' });
  expect(onlyResource(terraform, 'google_kms_crypto_key')).toMatchObject({ name: 'gke-2027' });
  expect(onlyResource(terraform, 'google_kms_crypto_key')).not.toHaveProperty('lifecycle');
});

test('a number of days that only Terraform knows passes', () => {
  const stack = newStack();
  const rotationDays = new TerraformVariable(stack, 'days', { type: 'number' }).numberValue;
  new SecretsEncryption(stack, 'secrets', { project: 'acme-dev', location: 'europe-west4', rotationDays });
  expect(onlyResource(synth(stack), 'google_kms_crypto_key').rotation_period).toBe('${(var.days * 86400)}s');
});

test.each([
  [KmsKeyUser.KUBERNETES_ENGINE, 'container-engine-robot'],
  [KmsKeyUser.COMPUTE_ENGINE, 'compute-system'],
  [KmsKeyUser.BACKUP_FOR_GKE, 'gcp-sa-gkebackup'],
])('KmsKeyGrant for %s', (user, account) => {
  const stack = newStack();
  new KmsKeyGrant(stack, 'grant', { key: KEY, project: 'acme-dev', user });
  expect(onlyResource(synth(stack), 'google_kms_crypto_key_iam_member')).toMatchObject({
    crypto_key_id: KEY,
    role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
    member: expect.stringMatching(new RegExp(`^serviceAccount:service-.*number}@${account}\\.iam\\.`)),
  });
});

test('KmsKeyGrant fails for what is not a key, and for an unknown user', () => {
  const grant = (props: object) =>
    new KmsKeyGrant(newStack(), 'grant', { key: KEY, project: 'p', user: KmsKeyUser.COMPUTE_ENGINE, ...props });
  expect(() => grant({ key: 'k' })).toThrow("test/grant: key 'k' is not a Cloud KMS key");
  expect(() => grant({ user: 'me' })).toThrow("user is 'me', and must be one of");
  expect(() => grant({ project: '' })).toThrow("project '' is not a name");
});

test.each<[string, Partial<SecretsEncryptionProps>, string]>([
  ['an empty project (M15)', { project: '' }, "project '' is not a name"],
  ['a name with capitals', { name: 'Keys' }, "name 'Keys' is not the name of"],
  ['a key that is none', { existingKey: 'k' }, "existingKey 'k' is not a Cloud KMS key"],
  ['a rotation of nothing', { rotationDays: 0 }, "rotationDays '0' is not a whole number of days"],
  ['half a day', { rotationDays: 0.5 }, "rotationDays '0.5'"],
  ['more than a century', { rotationDays: 40_000 }, "rotationDays '40000'"],
])('fails for %s', (_, options, message) => {
  expect(() => build(options)).toThrow(message);
});
