import { createRequire } from 'node:module';

const rooms = createRequire(import.meta.url)('./test/mutation/rooms.js');

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'jest',
  jest: { configFile: 'test/mutation/jest.config.js', enableFindRelatedTests: false },
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
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  tempDirName: 'reports/stryker-tmp',
  ignorePatterns: ['build', 'dist', 'cdktf.out', 'bench/.out', 'docs/api', 'reports', 'coverage'],
  concurrency: 2,
  timeoutMS: 20_000,
  thresholds: { high: 85, low: 75, break: 75 },
};
