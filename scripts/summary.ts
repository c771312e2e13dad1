import * as fs from 'node:fs';
import * as path from 'node:path';
import { describeObject, type Manifest, type Toleration } from 'cdk-kata';
import { Yaml } from 'cdk8s';

type Attributes = Record<string, unknown>;

interface Stack {
  readonly name: string;
  readonly resources: readonly string[];
  readonly warnings: readonly string[];
}

/** A stack in cdktf's list of what it wrote. */
interface StackManifest {
  readonly name: string;
  readonly synthesizedStackPath: string;
  readonly annotations: readonly { readonly constructPath: string; readonly level: string; readonly message: string }[];
}

interface ManifestFile {
  readonly name: string;
  readonly objects: readonly Manifest[];
}

interface Scheduling {
  readonly nodeSelector?: Record<string, string>;
  readonly tolerations?: readonly Toleration[];
}

function readStacks(infraDir: string): Stack[] {
  const manifest = JSON.parse(fs.readFileSync(path.join(infraDir, 'manifest.json'), 'utf8'));
  return Object.values(manifest.stacks as Record<string, StackManifest>).map(
    ({ name, synthesizedStackPath, annotations }) => {
      const stack = JSON.parse(fs.readFileSync(path.join(infraDir, synthesizedStackPath), 'utf8'));
      const byType = Object.entries((stack.resource ?? {}) as Record<string, Record<string, Attributes>>);
      const warnings = annotations
        .filter(({ level }) => level === '@cdktf/warn')
        .map(({ constructPath, message }) => `${constructPath}: ${message}`);
      return {
        name,
        warnings,
        resources: byType.flatMap(([type, items]) => Object.keys(items).map((id) => `${type}.${id}`)),
      };
    },
  );
}

function readManifests(manifestDir: string): ManifestFile[] {
  const [{ resources }] = Yaml.load(path.join(manifestDir, 'kustomization.yaml')) as [{ resources: string[] }];
  return resources.map((name) => ({ name, objects: Yaml.load(path.join(manifestDir, name)) as Manifest[] }));
}

const pairs = (labels: Record<string, string> = {}) => Object.entries(labels).map(([key, value]) => `${key}=${value}`);

function tolerationText({ key = '*', operator = 'Equal', value, effect }: Toleration): string {
  return `${key}${operator === 'Equal' && value !== undefined ? `=${value}` : ''}${effect ? `:${effect}` : ''}`;
}

/**
 * What a person checks before deploying: resources, manifests in their order, where sandboxed pods land, next steps.
 *
 * @param infraDir where cdktf wrote
 * @param manifestDir where cdk8s wrote
 */
export function summary(infraDir: string, manifestDir: string): string {
  const stacks = readStacks(infraDir);
  const files = readManifests(manifestDir);
  const classes = files.flatMap(({ objects }) => objects).filter(({ kind }) => kind === 'RuntimeClass');
  const [first] = stacks;
  const terraform = `terraform -chdir=${path.join(infraDir, 'stacks', first?.name ?? '')}`;
  return [
    ...stacks.flatMap(({ name, resources }) => [
      `Terraform creates ${resources.length} resources in stack ${name} (${infraDir}/):`,
      ...resources.map((resource) => `  ${resource}`),
    ]),
    ...stacks.flatMap(({ warnings }) => warnings.map((warning) => `  warning: ${warning}`)),
    '',
    `Kubernetes gets these files in this order (${manifestDir}/):`,
    ...files.map(({ name, objects }) => `  ${name}: ${objects.map(describeObject).join(', ')}`),
    '',
    'Sandboxed pods land on nodes with:',
    ...classes.flatMap(({ metadata, scheduling }) => {
      const { nodeSelector, tolerations = [] } = (scheduling ?? {}) as Scheduling;
      return [
        `  ${metadata.name}: ${pairs(nodeSelector).join(', ')}`,
        ...(tolerations.length > 0 ? [`    tolerating ${tolerations.map(tolerationText).join(', ')}`] : []),
      ];
    }),
    '',
    'Deploy it:',
    `  ${terraform} init && ${terraform} apply`,
    `  eval "$(${terraform} output -raw get_credentials)"`,
    `  kubectl apply --server-side -k ${manifestDir}/`,
    '',
  ].join('\n');
}
