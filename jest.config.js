/** @type {import('jest').Config} */
module.exports = {
  roots: ['<rootDir>/test'],
  globalSetup: '<rootDir>/test/util/global-setup.js',
  globalTeardown: '<rootDir>/test/util/global-teardown.js',
  testPathIgnorePatterns: ['<rootDir>/test/e2e/'],
  moduleNameMapper: {
    '^cdk-kata$': '<rootDir>/lib/index.ts',
    '^cdk-kata/(.*)$': '<rootDir>/lib/$1/index.ts',
  },
  transform: {
    '^.+\\.ts$': ['ts-jest', { tsconfig: { ...require('./tsconfig.json').compilerOptions, noEmit: false } }],
  },
};
