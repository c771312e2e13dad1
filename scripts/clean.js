// Removes the folders that it is given, so that no file of an earlier build is left in them.
const fs = require('node:fs');
const path = require('node:path');

for (const folder of process.argv.slice(2)) {
  fs.rmSync(path.join(__dirname, '..', folder), { recursive: true, force: true });
}
