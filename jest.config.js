/** @type {import('jest').Config} */
module.exports = {
  roots: ['<rootDir>/test'],
  globalSetup: '<rootDir>/test/util/global-setup.js',
  globalTeardown: '<rootDir>/test/util/global-teardown.js',
  // Jest leaves one core to the terminal; on two cores that is half of the machine.
  maxWorkers: '100%',
  testPathIgnorePatterns: ['<rootDir>/test/e2e/'],
  moduleNameMapper: {
    '^cdk-kata$': '<rootDir>/lib/index.ts',
    '^cdk-kata/(.*)$': '<rootDir>/lib/$1/index.ts',
  },
  transform: {
    '^.+\\.ts$': ['ts-jest', { tsconfig: { ...require('./tsconfig.json').compilerOptions, noEmit: false } }],
  },
};
