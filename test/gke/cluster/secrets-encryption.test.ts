import { SecretsEncryption, type SecretsEncryptionProps } from '../../../lib/gke';
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

test.each<[string, Partial<SecretsEncryptionProps>, string]>([
  ['a key that is none', { existingKey: 'k' }, "existingKey 'k' is not a Cloud KMS key"],
  ['a rotation of nothing', { rotationDays: 0 }, "rotationDays '0' is not a whole number of days"],
  ['half a day', { rotationDays: 0.5 }, "rotationDays '0.5'"],
  ['more than a century', { rotationDays: 40_000 }, "rotationDays '40000'"],
])('fails for %s', (_, options, message) => {
  expect(() => build(options)).toThrow(message);
});
