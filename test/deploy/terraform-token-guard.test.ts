import { ApiObject, App, Chart } from 'cdk8s';
import { Fn, TerraformOutput, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { TerraformTokenGuard } from '../../lib/deploy/terraform-token-guard';
import { manifests } from '../util/manifests';

const stack = new TerraformStack(Testing.app(), 'stack');
const variable = new TerraformVariable(stack, 'v', {});
const output = new TerraformOutput(stack, 'o', { value: variable.value });

function configMap(data: unknown): App {
  const app = new App();
  const chart = new Chart(app, 'chart');
  TerraformTokenGuard.protect(chart);
  TerraformTokenGuard.protect(app);
  new ApiObject(chart, 'it', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'it' }, data });
  return app;
}

test.each<[string, unknown, string]>([
  ['a string', { a: variable.stringValue }, 'data.a'],
  ['a part of a string', { a: `projects/${variable.stringValue}/x` }, 'data.a'],
  ['a number', { a: [{ b: variable.numberValue }] }, 'data.a.0.b'],
  ['a list', { a: variable.listValue }, 'data.a.0'],
  ['a list of numbers', { a: Token.asNumberList(variable.value) }, 'data.a.0'],
  ['a key', { [variable.stringValue]: 'x' }, 'data.${TfToken'],
  ['the name of an output', { a: output.friendlyUniqueId, b: `${output.value}` }, 'data.b'],
])('refuses %s', (_, data, path) => {
  expect(() => manifests(configMap(data))).toThrow(`ConfigMap it: ${path}`);
});

test.each<[string, unknown, string]>([
  ['a variable', `x-${variable.stringValue}`, ", which comes from var.v of stack 'stack': cdk8s"],
  ['a variable that is a number', variable.numberValue, ", which comes from var.v of stack 'stack': cdk8s"],
  ['a variable that is a list', variable.listValue, ", which comes from var.v of stack 'stack': cdk8s"],
  ['a function', Fn.lower(variable.stringValue), 'TOKEN.'],
])('says where the value of %s comes from', (_, a, origin) => {
  const refused = () => manifests(configMap({ a }));
  expect(refused).toThrow(origin);
  expect(refused).toThrow(
    /; write the literal in both programs, or give it to both by an environment variable: .* \(deploy/,
  );
});

/** A number token as cdktf writes it, with an index that this process has not reached. */
const FAR_NUMBER = new DataView(new Uint8Array([0xfd, 0xff, 0, 0, 0, 1, 0x86, 0x9f]).buffer).getFloat64(0);

test.each<[string, unknown, string]>([
  ['text', '${TfToken[TOKEN.99999]}', '${TfToken[TOKEN.99999]}'],
  ['number', FAR_NUMBER, String(FAR_NUMBER)],
])('a token of another process, as a %s, is refused, and nobody knows where it comes from', (_, a, shown) => {
  expect(() => manifests(configMap({ a }))).toThrow(`ConfigMap it: data.a holds the Terraform token ${shown}: cdk8s`);
});

test('a function of Terraform has no origin, and the message says nothing of one', () => {
  expect(() => manifests(configMap({ a: Fn.lower(variable.stringValue) }))).not.toThrow('comes from');
});

test('names each token once', () => {
  const data = { a: variable.stringValue, b: variable.stringValue };
  const message = (() => {
    try {
      return String(manifests(configMap(data)));
    } catch (error) {
      return (error as Error).message;
    }
  })();
  expect(message.match(/holds the Terraform token/g)).toHaveLength(2);
});

test.each<[string, unknown]>([
  ['ordinary numbers', { a: 0, b: -1.5, c: Number.MAX_SAFE_INTEGER, d: 1e300, e: -1e-300 }],
  ['text that looks like Terraform', { a: '${var.x}', b: '%{ if true }', c: '$${TfToken' }],
  ['nothing', { a: null, b: true }],
])('passes %s', (_, data) => {
  expect(manifests(configMap(data))).toHaveLength(1);
});

test('an app without a guard writes the token out, which is why there is one', () => {
  const app = new App();
  const chart = new Chart(app, 'chart');
  new ApiObject(chart, 'it', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: variable.stringValue } });
  expect(manifests(app)[0]?.data.a).toMatch(/\$\{TfToken\[/);
});
