const base = require('../../jest.config');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/node'],
  testPathIgnorePatterns: [],
  testMatch: ['**/*.node.ts'],
  // Nodes are emulated machines: minutes are seconds there.
  testTimeout: 20 * 60_000,
  maxWorkers: 1,
};
