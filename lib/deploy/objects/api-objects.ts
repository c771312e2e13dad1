import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** Every API object that a construct holds, itself included. */
export function apiObjects(scope: IConstruct): ApiObject[] {
  return scope.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
}
