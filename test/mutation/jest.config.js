const base = require('../../jest.config');
const rooms = require('./rooms');

/**
 * The tests of the rooms that are changed. Those that read sources as text would fail for every change, whatever it does.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  ...base,
  rootDir: '../..',
  roots: rooms.map((room) => `<rootDir>/test/${room}`),
  testPathIgnorePatterns: [...base.testPathIgnorePatterns, '/prop-shapes\\.test\\.ts$'],
};
