import { Construct, type IConstruct } from 'constructs';
import {
  type ClusterFacts,
  type IRuntimeClass,
  type ISandboxRuntime,
  RuntimeClass,
  type SandboxRuntimeOptions,
  type SandboxTarget,
  sandboxWorkload,
} from '../../lib/sandbox';

/** A VM runtime that is not Kata's: two RuntimeClasses and nothing that installs them. */
export class PlainRuntime extends Construct implements ISandboxRuntime {
  public readonly runtimeClasses: readonly IRuntimeClass[];

  constructor(
    scope: Construct,
    id: string,
    public readonly cluster: ClusterFacts = {},
    names: readonly string[] = ['vm', 'vm-large'],
  ) {
    super(scope, id);
    this.runtimeClasses = names.map(
      (name, index) =>
        new RuntimeClass(this, name, {
          name,
          handler: 'vm',
          overhead: { cpu: '250m', memory: index === 0 ? '160Mi' : '320Mi' },
          nodeSelector: { 'example.com/vm': 'true' },
        }),
    );
  }

  public sandboxTarget(runtimeClass?: IRuntimeClass): SandboxTarget {
    const chosen = this.runtimeClasses.find(
      ({ name }) => name === (runtimeClass?.name ?? this.runtimeClasses[0]?.name),
    );
    if (chosen === undefined) throw new Error(`${runtimeClass?.name} is not a class of ${this.node.path}`);
    return {
      runtimeClassName: chosen.name,
      shim: 'qemu',
      requiresMemoryLimit: false,
      runtime: 'go',
      allowedAnnotations: [],
      nodeSelector: { 'example.com/vm': 'true' },
    };
  }

  public sandbox(workload: IConstruct, { runtimeClass, ...options }: SandboxRuntimeOptions = {}): void {
    sandboxWorkload(workload, this.sandboxTarget(runtimeClass), options);
  }
}
