const base = require('../../jest.config');
const rooms = require('./rooms');

/**
 * The tests of the rooms that are changed, or those whose path MUTATION_TESTS names. Tests that read sources as text would fail for
 * every change, whatever it does.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  ...base,
  rootDir: '../..',
  roots: rooms.map((room) => `<rootDir>/test/${room}`),
  testRegex: process.env.MUTATION_TESTS ?? '\\.test\\.ts$',
  testPathIgnorePatterns: [...base.testPathIgnorePatterns, '/prop-shapes\\.test\\.ts$'],
};
