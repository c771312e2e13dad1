import { Severity } from '../../validation/finding';
import { Rule } from '../../validation/rule';
import { ANNOTATION_RULES } from '../annotations/messages';

/** A construct that holds no pods. */
export const NO_WORKLOAD = new Rule({
  id: 'sandbox/no-workload',
  severity: Severity.ERROR,
  meaning: 'the construct given to sandbox() holds no pods',
  fix: 'give the construct that holds the workload',
});

/** Not a JSON pointer, or one that leads to nothing. */
export const POD_SPEC_PATH = new Rule({
  id: 'sandbox/pod-spec-path',
  severity: Severity.ERROR,
  meaning: 'podSpecPath does not lead to a pod spec',
  fix: 'correct podSpecPath, or leave it out for pod specs that have containers',
});

/** A workload whose pod spec is missing. */
export const NO_POD_SPEC = new Rule({
  id: 'sandbox/no-pod-spec',
  severity: Severity.ERROR,
  meaning: 'the object has no pod spec where its kind has one',
  fix: 'give the object its pod spec',
});

/** A pod spec for which no call holds. */
export const UNCOVERED_POD_SPEC = new Rule({
  id: 'sandbox/uncovered-pod-spec',
  severity: Severity.ERROR,
  meaning:
    'no call covers a pod spec of an object that was given to sandbox(), so that its pods would run without a VM',
  fix: 'call sandbox() without podSpecPath for all that is left, or name the path',
  canAcknowledge: true,
});

/** A workload that came after the call. */
export const ADDED_LATER = new Rule({
  id: 'sandbox/added-later',
  severity: Severity.ERROR,
  meaning: 'a workload was added to a construct after sandbox() was called for it, and would run without a VM',
  fix: 'call sandbox() after the workload was added',
});

/** Two classes for one pod spec. */
export const TWO_CLASSES = new Rule({
  id: 'sandbox/two-classes',
  severity: Severity.ERROR,
  meaning: 'two calls of sandbox() for the same construct ask for two RuntimeClasses',
  fix: 'call sandbox() once for the construct; a call for a construct inside it may ask for another class',
});

/** A patch that takes pods out of their VM. */
export const CLASS_UNDONE = new Rule({
  id: 'sandbox/class-undone',
  severity: Severity.ERROR,
  meaning: 'a change of the object after sandbox() takes its pods out of their VM',
  fix: 'remove the patch, or leave the object out of sandbox()',
});

/** An annotation that is given in two ways. */
export const ANNOTATION_CLASH = new Rule({
  id: 'sandbox/annotation-clash',
  severity: Severity.ERROR,
  meaning: 'an annotation that sandbox() was asked to set has another value, or a later patch takes it away',
  fix: 'remove the annotation, or leave the setting out of sandbox()',
});

/** Annotations for pods that have no place for them. */
export const ANNOTATION_PLACE = new Rule({
  id: 'sandbox/annotation-place',
  severity: Severity.ERROR,
  meaning:
    'sandbox() was asked for annotations of pods whose custom resource has no metadata for them at their pod spec',
  fix: "write them into the custom resource's own field for annotations of pods, and leave them out of sandbox()",
});

/** The rules of workloads in VMs. */
export const WORKLOAD_RULES: readonly Rule[] = [
  NO_WORKLOAD,
  POD_SPEC_PATH,
  NO_POD_SPEC,
  UNCOVERED_POD_SPEC,
  ADDED_LATER,
  TWO_CLASSES,
  CLASS_UNDONE,
  ANNOTATION_CLASH,
  ANNOTATION_PLACE,
  ...ANNOTATION_RULES,
];
