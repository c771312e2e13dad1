// The names of Jest that the tests use, for Mocha, which keeps the modules between two mutants: a mutant takes milliseconds, where
// Jest takes seconds to load everything anew. Stryker knows Mocha's interfaces by name only, so this one stands in the place of `bdd`.
const fs = require('node:fs');
const path = require('node:path');
const { expect } = require('expect');
const { bind } = require('jest-each');
const { ModuleMocker } = require('jest-mock');
const { interfaces } = require('mocha');

// What the tests write for a while goes where Stryker cleans up after itself.
process.env.TMPDIR = fs.mkdtempSync(path.join(process.cwd(), 'tmp-'));

const { bdd } = interfaces;
interfaces.bdd = (suite) => {
  bdd(suite);
  suite.on('pre-require', (context) => {
    const { describe, it, before, after } = context;
    describe.each = bind((title, body) => describe(title, body), false);
    it.each = bind((title, body) => it(title, body));
    Object.assign(context, {
      test: it,
      beforeAll: before,
      afterAll: after,
      expect,
      jest: new ModuleMocker(globalThis),
    });
  });
};
