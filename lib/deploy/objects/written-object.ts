import type { ApiObject, JsonPatch } from 'cdk8s';
import { Synthesis } from '../../validation/runner/synthesis';
import { applyJsonPatch } from './json-patch';

/** An object as it is written. */
// biome-ignore lint/suspicious/noExplicitAny: the type of `ApiObject.toJson()`
export type Written = any;

/** Changes what is written of an object, in place. */
export type Edit = (written: Written, object: ApiObject) => void;

const EDITED = Symbol.for('cdk-kata/edited');

/** What the program did to an object since its first edit. */
interface Edits {
  /** In the order in which they came. */
  readonly steps: (Edit | JsonPatch)[];

  /** How the object was rendered before. */
  readonly render: () => Written;

  /** What a rendering is kept by in a synthesis; another one after each change, so that nothing that came before it is written. */
  version: object;
}

interface Edited extends ApiObject {
  [EDITED]?: Edits;
}

/**
 * An object as it will be written. In a synthesis it is rendered once, however many checks ask for it, and what was checked is
 * what cdk8s writes.
 *
 * @param object the object
 */
export function writtenObject(object: ApiObject): Written {
  const synthesis = Synthesis.of(object);
  if (synthesis === undefined || EDITED in object) return renderedObject(object);
  return synthesis.once(object, () => {
    const written = renderedObject(object);
    const own = Object.hasOwn(object, 'toJson') ? object.toJson : undefined;
    object.toJson = () => written;
    synthesis.atEnd(() => {
      if (own === undefined) Reflect.deleteProperty(object, 'toJson');
      else object.toJson = own;
    });
    return written;
  });
}

/**
 * An object as it is rendered now, whatever a synthesis has seen of it.
 *
 * @param object the object
 * @throws FindingsError for a JSON patch that cannot be applied; `ApiObject.toJson()` throws an error without its path
 */
export function renderedObject(object: ApiObject): Written {
  return EDITED in object ? object.toJson() : render(object, object.toJson);
}

function render(object: ApiObject, toJson: () => Written): Written {
  try {
    return toJson.call(object);
  } catch (error) {
    // The error of cdk8s does not tell a patch from another cause. Applied one by one, the patch that fails is named.
    const { patches } = object as unknown as { readonly patches?: JsonPatch[] };
    if (!Array.isArray(patches)) throw error;
    const held = patches.splice(0);
    try {
      const bare = toJson.call(object);
      held.reduce((written, patch) => applyJsonPatch(object, written, patch), bare);
    } finally {
      patches.push(...held);
    }
    throw error;
  }
}

/**
 * Changes an object whenever it is written. This is the only way in which the library sets something on users' objects.
 *
 * JSON patches would not do, since they know nothing of the object that they patch: `add` fails below a map that is absent,
 * and erases a map that is there. Patches that the program adds later are applied to what the edit has made, so that a check
 * sees it when they undo the edit.
 *
 * @param object the object
 * @param edit changes what is written; given again, it is moved behind the patches that were added in between
 */
export function editWritten(object: ApiObject, edit: Edit): void {
  const edited = object as Edited;
  const known = edited[EDITED];
  if (known === undefined) {
    const edits: Edits = { steps: [edit], render: object.toJson, version: {} };
    Object.defineProperty(edited, EDITED, { value: edits });
    object.toJson = writeEdited;
    object.addJsonPatch = addStep;
    return;
  }
  const before = known.steps.indexOf(edit);
  if (before >= 0) known.steps.splice(before, 1);
  known.steps.push(edit);
  known.version = {};
}

// The methods of edited objects are the same for all of them: there may be thousands.
function writeEdited(this: Edited): Written {
  const write = () => applySteps(this);
  const { version } = this[EDITED] as Edits;
  return Synthesis.of(this)?.once(version, write) ?? write();
}

function addStep(this: Edited, ...patches: JsonPatch[]): void {
  const edits = this[EDITED] as Edits;
  edits.steps.push(...patches);
  edits.version = {};
}

function applySteps(object: Edited): Written {
  const { steps, render: toJson } = object[EDITED] as Edits;
  return steps.reduce<Written>(
    (written, step) => {
      if (typeof step !== 'function') return applyJsonPatch(object, written, step);
      step(written, object);
      return written;
    },
    render(object, toJson),
  );
}
