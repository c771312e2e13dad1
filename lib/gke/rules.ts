import type { Rule } from '../validation/rule';
import { ACCESS_RULES } from './cluster/access/rules';
import { OPERATIONS_RULES } from './cluster/operations/rules';
import { CLUSTER_RULES } from './cluster/rules';
import { SECURITY_RULES } from './cluster/security/rules';
import { DETECTION_RULES } from './detection/rules';
import { NETWORK_RULES } from './network/messages';
import { NODE_POOL_RULES } from './node-pool/messages';
import { PROJECT_RULES } from './project/rules';

/** The rules of the GKE half, by which programs acknowledge findings. */
export const GKE_RULES: readonly Rule[] = [
  CLUSTER_RULES,
  ACCESS_RULES,
  OPERATIONS_RULES,
  SECURITY_RULES,
  DETECTION_RULES,
  NETWORK_RULES,
  NODE_POOL_RULES,
  PROJECT_RULES,
].flatMap((rules): Rule[] => Object.values(rules));
