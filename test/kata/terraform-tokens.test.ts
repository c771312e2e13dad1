import { App, Chart } from 'cdk8s';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { KataRuntime, type KataRuntimeProps } from '../../lib/kata';
import { SandboxNamespace, type SandboxNamespaceProps } from '../../lib/sandbox';
import { PlainRuntime } from '../util/plain-runtime';

const token = new TerraformVariable(new TerraformStack(Testing.app(), 'platform'), 'v', {}).stringValue;
const FIX = /; write the literal in both programs, or give it to both by an environment variable: .* \(\w+\/[\w-]+\)$/m;

test.each<[string, KataRuntimeProps]>([
  ['namespace', { namespace: token }],
  ['image', { image: token }],
  ['image, a part of it', { image: `${token}/kata-deploy:4.2.0` }],
  ['podLabels', { podLabels: { team: token } }],
  ['multiInstallSuffix', { multiInstallSuffix: token }],
  ['containerdVersion', { containerdVersion: token }],
  ['resources', { resources: { requests: { memory: token } } }],
])('a Terraform token in %s of a KataRuntime says what to write instead', (_, props) => {
  expect(() => {
    const app = new App();
    new KataRuntime(app, 'kata', { placement: { nodeSelector: { a: 'b' } }, ...props });
    app.synthYaml();
  }).toThrow(FIX);
});

test.each<[string, Partial<SandboxNamespaceProps>, (it: SandboxNamespace) => void]>([
  ['name', { name: token }, () => {}],
  ['labels', { labels: { team: token } }, () => {}],
  ['capacity', { capacity: { memory: token } }, () => {}],
  ['cluster', { cluster: { serviceRange: token } }, () => {}],
  ['an address', {}, (it) => it.allowApiServer({ cidr: `${token}/32` })],
])('a Terraform token in %s of a SandboxNamespace says what to write instead', (_, props, use) => {
  const app = new App();
  const runtime = new PlainRuntime(new Chart(app, 'vm'), 'vm');
  expect(() => {
    const tenant = new SandboxNamespace(app, 'tenant', { runtime, ...props });
    use(tenant);
    app.synthYaml();
  }).toThrow(FIX);
});
