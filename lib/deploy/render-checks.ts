import type { ApiObject } from 'cdk8s';

type Rendered = ReturnType<ApiObject['toJson']>;

/** What the check at the root of an app has rendered, for those that the same validation runs after it. */
let rendered = new WeakMap<ApiObject, Rendered>();

/**
 * Like {@link checkOnRender}, for a check at the root of an app, which is the first of each validation.
 *
 * @param objects every object of the app
 */
export function checkAllOnRender(
  objects: readonly ApiObject[],
  by: symbol,
  check: (manifest: Rendered) => string[],
): string[] {
  rendered = new WeakMap();
  return objects
    .filter((object) => !Object.hasOwn(object, by))
    .flatMap((object) => {
      rendered.set(object, object.toJson());
      return checkOnRender(object, by, check);
    });
}

/**
 * What a check finds in an object as it will be written.
 *
 * cdk8s validates the whole app again for each chart that it writes. An object without a finding is therefore not rendered
 * for the next validation: from then on whoever renders it runs the check, and gets an error instead of what fails it.
 *
 * @param object the object
 * @param by names the check; an object knows each of its checks once
 * @param check gives one sentence for each finding
 */
export function checkOnRender(object: ApiObject, by: symbol, check: (manifest: Rendered) => string[]): string[] {
  if (Object.hasOwn(object, by)) return [];
  const findings = check(rendered.get(object) ?? object.toJson());
  if (findings.length > 0) return findings;
  const render = object.toJson.bind(object);
  Object.defineProperty(object, by, { value: true });
  object.toJson = () => {
    const manifest = render();
    const later = check(manifest);
    if (later.length > 0) throw new Error(later.join('\n'));
    return manifest;
  };
  return [];
}
