import { GcsBackend, LocalBackend, type TerraformBackend, TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { Finding } from '../../validation/finding';
import { assertProps } from '../../validation/props';
import { GkeConstruct } from './gke-construct';
import { PROJECT_RULES } from './rules';
import { addStackCheck, assertAndKeep } from './stack-findings';

/** Properties of `TerraformState`. */
export interface TerraformStateProps {
  /**
   * Bucket of Cloud Storage that holds the state. It must exist; switch object versioning on. A literal: Terraform reads the
   * state before it knows any value.
   *
   * @default - the state is a file beside the output folder, `terraform.STACK.tfstate`
   */
  readonly bucket?: string;

  /**
   * Folder of the state in the bucket.
   *
   * @default - the id of the stack
   */
  readonly prefix?: string;
}

/** From `cdktf.out/stacks/STACK`, where Terraform runs, to the folder that holds `cdktf.out`. */
const BESIDE_OUTPUT = '../../..';

const BUCKET = /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/;

/**
 * Where Terraform keeps the state of a stack: in a bucket, or in a file whose path holds on every machine. Without one, cdktf
 * writes the path of the machine on which the program runs.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/gcs
 * @throws for a text that is not the name of a bucket, and for a second backend in the stack
 * @example
 * new TerraformState(stack, 'state', { bucket: 'acme-terraform-state' });
 */
export class TerraformState extends GkeConstruct {
  /** The backend of the stack. */
  public readonly backend: TerraformBackend;

  constructor(scope: Construct, id: string, props: TerraformStateProps = {}) {
    super(scope, id);
    assertProps('TerraformStateProps', props, this.node.path);
    assertAndKeep(this, validateState(props));
    const stack = TerraformStack.of(this).node.id;
    const { bucket, prefix } = props;
    this.backend =
      bucket === undefined
        ? new LocalBackend(this, {
            path: `${BESIDE_OUTPUT}/terraform.${stack}.tfstate`,
            workspaceDir: `${BESIDE_OUTPUT}/terraform.${stack}.tfstate.d`,
          })
        : new GcsBackend(this, { bucket, prefix: prefix ?? stack });
    addStackCheck(this, () => this.validateAlone());
  }

  private validateAlone(): Finding[] {
    const { node } = TerraformStack.of(this);
    const other = node.findAll().find((it) => isBackend(it) && it !== this.backend);
    return other === undefined
      ? []
      : [PROJECT_RULES.stateTwice.find('', `the stack has the backend ${other.node.path} too`)];
  }
}

const isBackend = (construct: object): construct is TerraformBackend =>
  Symbol.for('cdktf/TerraformBackend') in construct;

function validateState({ bucket, prefix }: TerraformStateProps): Finding[] {
  const rule = PROJECT_RULES.state;
  const tokens = Object.entries({ bucket, prefix }).filter(([, value]) => Token.isUnresolved(value));
  if (tokens.length > 0) {
    return tokens.map(([field]) =>
      rule.find('', `${field} is only known to Terraform, which needs it to find the state`, 'give a literal'),
    );
  }
  return [
    ...(bucket === undefined || BUCKET.test(bucket)
      ? []
      : [rule.find('', `bucket '${bucket}' is not the name of a bucket`, bucketFix(bucket))]),
    ...(prefix !== undefined && bucket === undefined
      ? [rule.find('', 'prefix is given without bucket', 'give bucket too, or leave prefix out')]
      : []),
    ...(prefix === '' ? [rule.find('', 'prefix is empty', 'leave it out for the id of the stack')] : []),
  ];
}

const bucketFix = (bucket: string) =>
  bucket.startsWith('gs://')
    ? `write ${bucket.slice(5).split('/')[0]}; the folder is prefix`
    : 'write 3 to 222 lower-case letters, digits, dashes, underscores and dots';
