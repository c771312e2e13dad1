import { loadPeers, type OptionalPeers } from '../../lib/validation/optional-peers';

const PEERS: OptionalPeers = {
  entryPoints: "'cdk-kata/acme' needs",
  names: ['one', '@acme/two'],
  packages: 'one@1 @acme/two@2',
};

/** What is thrown when loading ends with an error. */
function thrownFor(cause: unknown, peers: OptionalPeers = PEERS): Error {
  try {
    loadPeers(peers, () => {
      throw cause;
    });
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

const notFound = (module: string, code = 'MODULE_NOT_FOUND') =>
  Object.assign(new Error(`Cannot find module '${module}'`), { code });

test('peers that are there are loaded once, and nothing is said', () => {
  let loaded = 0;
  loadPeers(PEERS, () => {
    loaded++;
  });
  expect(loaded).toBe(1);
});

test.each([
  ['one', 'one'],
  ['one/lib/a', 'one'],
  ['@acme/two/lib/b', '@acme/two'],
])('without %s the message names %s and the command', (module, peer) => {
  const cause = notFound(module);
  const error = thrownFor(cause);
  expect(error.message).toBe(
    `cdk-kata: ${peer} is not installed, and 'cdk-kata/acme' needs it; run \`npm install one@1 @acme/two@2\``,
  );
  expect(error.cause).toBe(cause);
});

test('what works without them stands behind the command', () => {
  const otherwise = "; 'cdk-kata/other' works without it";
  expect(thrownFor(notFound('one'), { ...PEERS, otherwise }).message).toMatch(
    /run `npm install one@1 @acme\/two@2`; 'cdk-kata\/other' works without it$/,
  );
});

test.each([
  ['another module that is not there', notFound('three')],
  ['an error of a peer itself', notFound('one', 'ERR_ASSERTION')],
  ['an error without a code', new Error("Cannot find module 'one'")],
])('%s is thrown as it is', (_, cause) => {
  expect(thrownFor(cause)).toBe(cause);
});
