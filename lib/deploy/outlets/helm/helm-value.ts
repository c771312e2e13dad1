import { ApiObject } from 'cdk8s';
import { FindingsError } from '../../../validation/finding';
import { VALUE_NAME, VALUE_TARGET } from '../rules';

const SEGMENT = /^[A-Za-z][A-Za-z0-9]*$/;

/**
 * A value that whoever installs a chart may change: a place in an object, and its name in `values.yaml`.
 *
 * @example
 * HelmValue.of('web.replicas', deployment, '/spec/replicas');
 *
 * @see https://helm.sh/docs/chart_best_practices/values/
 */
export class HelmValue {
  /**
   * Makes a field of an object a value of the chart.
   *
   * @param name name in `values.yaml`, such as `web.replicas`
   * @param object the object that holds the value
   * @param pointer JSON pointer to the value in the object as it is written, such as `/spec/replicas`
   * @throws for a name that templates could not use, for what is no API object, and for what is not a JSON pointer
   */
  public static of(name: string, object: ApiObject, pointer: string): HelmValue {
    if (typeof name !== 'string' || !name.split('.').every((segment) => SEGMENT.test(segment))) {
      throw new FindingsError([VALUE_NAME.find('', `HelmValue name '${name}' cannot be used in templates`)]);
    }
    // Helm hands it to the charts that a chart depends on, as a map.
    if (name === 'global') {
      const message = "HelmValue name 'global' is taken by Helm";
      throw new FindingsError([VALUE_NAME.find('', message, 'write a word in front or another one')]);
    }
    if (!ApiObject.isApiObject(object)) {
      const message = `HelmValue ${name}: the object is not an ApiObject`;
      throw new FindingsError([VALUE_TARGET.find('', message, 'pass the one that holds the value')]);
    }
    const isPointer = typeof pointer === 'string' && /^(\/([^/~]|~[01])+)+$/.test(pointer);
    if (!isPointer) {
      const message = `HelmValue ${name}: '${pointer}' is not a JSON pointer`;
      throw new FindingsError([VALUE_TARGET.find('', message, 'write it like /spec/replicas')]);
    }
    return new HelmValue(name, object, pointer);
  }

  private constructor(
    /** Name in `values.yaml`. */
    public readonly name: string,
    /** The object that holds the value. */
    public readonly object: ApiObject,
    /** JSON pointer to the value in the object. */
    public readonly pointer: string,
  ) {}

  /** The name, word by word. */
  public get path(): string[] {
    return this.name.split('.');
  }

  /** The pointer, key by key. */
  public get keys(): string[] {
    return this.pointer
      .split('/')
      .slice(1)
      .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
  }
}
