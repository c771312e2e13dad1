import { App, Chart } from 'cdk8s';
import { Testing as Terraform, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import * as deploy from '../../lib/deploy';
import * as kata from '../../lib/kata';
import * as sandbox from '../../lib/sandbox';
import { PlainRuntime } from '../util/plain-runtime';

type ConstructClass = new (scope: Construct, id: string, props: object) => Construct;

const CHARTS = {
  KataRuntime: kata.KataRuntime,
  SandboxAdmission: sandbox.SandboxAdmission,
  SandboxNamespace: sandbox.SandboxNamespace,
};
const PARTS = {
  ComputeClass: kata.ComputeClass,
  DevmapperSnapshotter: kata.DevmapperSnapshotter,
  KataCleanup: kata.KataCleanup,
  KataDeploy: kata.KataDeploy,
  KataDeployJobs: kata.KataDeployJobs,
  KataDeployJobsRbac: kata.KataDeployJobsRbac,
  KataDeployRbac: kata.KataDeployRbac,
  KataMonitor: kata.KataMonitor,
  KataNodeFeatureRule: kata.KataNodeFeatureRule,
  KataRuntimeClasses: kata.KataRuntimeClasses,
  RuntimeClass: sandbox.RuntimeClass,
  SandboxNetwork: sandbox.SandboxNetwork,
};

const entries = (classes: object) => Object.entries(classes) as [string, ConstructClass][];
const propsOf = (name: string) =>
  name === 'KataRuntime' ? {} : { runtime: new PlainRuntime(new Chart(new App(), 'vm'), 'vm') };

test('every construct is held', () => {
  const constructs = entries({ ...deploy, ...kata, ...sandbox }).filter(([, it]) => it.prototype instanceof Construct);
  expect(constructs.map(([name]) => name).sort()).toEqual(Object.keys({ ...CHARTS, ...PARTS }).sort());
});

describe.each(entries(CHARTS))('%s', (name, Class) => {
  test('below a TerraformStack says where it belongs', () => {
    const stack = new TerraformStack(Terraform.app(), 'platform');
    expect(() => new Class(stack as never, 'it', propsOf(name))).toThrow(
      `platform/it: ${name} 'it' is below TerraformStack 'platform'; ` +
        `put it below a cdk8s App: new ${name}(new cdk8s.App(), 'it', ...) (deploy/below-app)`,
    );
  });

  test('without an App says that it has none', () => {
    const chart = new Chart(undefined as never, '');
    expect(() => new Class(chart, 'it', propsOf(name))).toThrow(`it: ${name} 'it' has no cdk8s App above it`);
  });
});

describe.each(entries(PARTS))('%s', (name, Class) => {
  test('below a TerraformStack says where it belongs', () => {
    const stack = new TerraformStack(Terraform.app(), 'platform');
    expect(() => new Class(stack as never, 'it', {})).toThrow(
      `platform/it: ${name} 'it' is below TerraformStack 'platform'; ` +
        `put it into a Chart: new ${name}(new cdk8s.Chart(app, '...'), 'it', ...) (deploy/below-app)`,
    );
  });

  test('in an App without a Chart says that it has none', () => {
    expect(() => new Class(new App(), 'it', {})).toThrow(`it: ${name} 'it' has no cdk8s Chart above it`);
  });

  test('in a chart that is below a TerraformStack is refused too', () => {
    const stack = new TerraformStack(Terraform.app(), 'platform');
    expect(() => new Class(new Chart(stack as never, 'chart'), 'it', {})).toThrow("is below TerraformStack 'platform'");
  });
});
