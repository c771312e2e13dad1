import * as fs from 'node:fs';
import * as path from 'node:path';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { type App, GcsBackend, LocalBackend, TerraformOutput, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { TerraformState, type TerraformStateProps } from '../../../lib/gke';
import { newStack, synth, type Terraform } from '../../util/terraform';

const backend = (terraform: Terraform) => (terraform.terraform as { backend: object }).backend;

function written(props?: TerraformStateProps) {
  const stack = newStack();
  new TerraformState(stack, 'state', props);
  return backend(synth(stack));
}

test('without a bucket the state is a file beside the output folder, on every machine', () => {
  expect(written()).toEqual({
    local: { path: '../../../terraform.test.tfstate', workspace_dir: '../../../terraform.test.tfstate.d' },
  });
});

test.each<[TerraformStateProps, object]>([
  [{ bucket: 'acme-terraform-state' }, { bucket: 'acme-terraform-state', prefix: 'test' }],
  [
    { bucket: 'acme.example.com', prefix: 'kata/dev' },
    { bucket: 'acme.example.com', prefix: 'kata/dev' },
  ],
])('%j is a backend of Cloud Storage', (props, expected) => {
  expect(written(props)).toEqual({ gcs: expected });
});

test('another stack reads the state by the same path', () => {
  const app: App = Testing.app();
  const [base, platform] = ['base', 'platform'].map((id) => {
    const stack = new TerraformStack(app, id);
    new GoogleProvider(stack, 'google', { project: 'acme-dev' });
    new TerraformState(stack, 'state');
    return stack;
  }) as [TerraformStack, TerraformStack];
  const variable = new TerraformVariable(base, 'it', { default: 'value' });
  new TerraformOutput(platform, 'copy', { value: variable.stringValue });
  app.synth();
  const text = fs.readFileSync(path.join(app.outdir, 'stacks/platform/cdk.tf.json'), 'utf8');
  const [state] = Object.values(JSON.parse(text).data.terraform_remote_state) as [{ config: object }];
  expect(state.config).toMatchObject({ path: '../../../terraform.base.tfstate' });
});

test.each<[string, TerraformStateProps, string]>([
  [
    'a bucket with its scheme',
    { bucket: 'gs://acme/kata' },
    "bucket 'gs://acme/kata' is not the name of a bucket; write acme;",
  ],
  ['an empty bucket', { bucket: '' }, "bucket '' is not the name of a bucket"],
  ['capitals', { bucket: 'Acme-State' }, "bucket 'Acme-State' is not the name of a bucket; write 3 to 222 lower-case"],
  ['a prefix alone', { prefix: 'kata' }, 'prefix is given without bucket'],
  ['an empty prefix', { bucket: 'acme-state', prefix: '' }, 'prefix is empty'],
])('fails for %s', (_, props, message) => {
  expect(() => new TerraformState(newStack(), 'state', props)).toThrow(message);
});

test('fails for a bucket that only Terraform knows', () => {
  const stack = newStack();
  const bucket = new TerraformVariable(stack, 'bucket', {}).stringValue;
  expect(() => new TerraformState(stack, 'state', { bucket })).toThrow('test/state: bucket is only known to Terraform');
});

test.each<[string, (stack: TerraformStack) => unknown]>([
  ['another state', (stack) => new TerraformState(stack, 'other')],
  ['a backend of cdktf', (stack) => new GcsBackend(stack, { bucket: 'acme-state' })],
  ['a local backend', (stack) => new LocalBackend(stack, {})],
])('fails beside %s', (_, add) => {
  const stack = newStack();
  new TerraformState(stack, 'state');
  add(stack);
  expect(() => synth(stack)).toThrow(/the stack has the backend test\/.*backend too/);
});
