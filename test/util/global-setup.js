// What the tests write to the system's folder for temporary files goes to one folder: workers inherit the variable, and
// os.tmpdir() reads it. The teardown removes it.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

module.exports = async () => {
  process.env.TMPDIR = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-kata-tests-'));
};
