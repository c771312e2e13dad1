import { ApiObject, Chart } from 'cdk8s';

/**
 * A chart whose objects are held by constructs, and listed all the same: cdk8s lists only direct children, so that a loop over
 * `apiObjects` would find none.
 */
export class KataChart extends Chart {
  /** Every API object that the chart writes. */
  public override get apiObjects(): ApiObject[] {
    const all = this.node.findAll().filter((it): it is ApiObject => ApiObject.isApiObject(it));
    return all.filter((object) => Chart.of(object) === this);
  }
}
