import { createRequire } from 'node:module';

/** The rooms that mutation testing changes, and whose own tests have to notice: all, or those of MUTATION_ROOMS. */
const rooms = (process.env.MUTATION_ROOMS ?? 'contract,validation,sandbox').split(',');

/** Tests that take seconds. A mutant's tests end with the first that fails, so these come last. */
const SLOW = 'network-policies|network-verbs';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'mocha',
  mochaOptions: {
    require: ['tsx/cjs', createRequire(import.meta.url).resolve('./test/mutation/jest-names.js')],
    spec: [
      ...rooms.map((room) => `test/${room}/**/!(${SLOW}).test.ts`),
      ...rooms.map((room) => `test/${room}/**/@(${SLOW}).test.ts`),
    ],
    // The first reads sources as text, and would fail for every change, whatever it does; the second replaces modules, as only Jest can.
    ignore: ['**/prop-shapes.test.ts', '**/optional-peers.test.ts'],
  },
  coverageAnalysis: 'perTest',
  mutate: [
    ...rooms.map((room) => `lib/${room}/**/*.ts`),
    '!lib/**/index.ts',
    '!lib/validation/props/prop-shapes.generated.ts',
  ],
  // What is computed once when a module loads are tables and the texts of rules, which docs/findings.md and the data's own tests hold.
  ignoreStatic: true,
  incremental: true,
  incrementalFile: `reports/mutation-${rooms.join('-')}.json`,
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: `reports/mutants-${rooms.join('-')}.json` },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  tempDirName: 'reports/stryker-tmp',
  ignorePatterns: ['build', 'dist', 'cdktf.out', 'bench/.out', 'docs/api', 'reports', 'coverage'],
  concurrency: 2,
  timeoutMS: 20_000,
  thresholds: { high: 85, low: 75, break: 75 },
};
