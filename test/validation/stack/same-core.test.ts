import { Construct } from 'constructs';
import { FindingsError } from '../../../lib/validation/finding';
import { assertSameCore, otherCoreRule } from '../../../lib/validation/stack/same-core';

/** Two copies of a core: they find each other's stacks, as those of cdktf and of CDK Terrain do. */
function newCore() {
  return class Stack extends Construct {
    public static of(scope: Construct): object {
      return scope.node.root;
    }
  };
}

const Ours = newCore();
const Theirs = newCore();
const RULE = otherCoreRule('room');

test('a stack of the same core is taken, and one of a subclass', () => {
  class Platform extends Ours {}
  for (const stack of [new Ours(undefined as never, ''), new Platform(undefined as never, '')]) {
    expect(() => assertSameCore(new Construct(stack, 'it'), Ours, RULE)).not.toThrow();
  }
});

test('a stack of another core is refused, by the rule of the room and with the path', () => {
  const it = new Construct(new Construct(new Theirs(undefined as never, ''), 'above'), 'it');
  expect(() => assertSameCore(it, Ours, RULE)).toThrow(FindingsError);
  expect(() => assertSameCore(it, Ours, RULE)).toThrow(
    /above\/it: the stack is one of another copy .*\(room\/other-cdktf\)/,
  );
});
