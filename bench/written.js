// What a program has written, in a form that two programs can be compared by.
const fs = require('node:fs');
const path = require('node:path');
const { Yaml } = require('cdk8s');

const files = (folder, ending) =>
  fs
    .readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith(ending))
    .map((file) => path.join(folder, file));

/** Keys in order, without cdktf's comments; a reference names the type of a resource, not its address. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'string') return value.replace(/\b(google_[a-z0-9_]+)\.[\w-]+/g, '$1');
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.filter((key) => key !== '//').map((key) => [key, plain(value[key])]));
}

/** One line for each Terraform resource and each Kubernetes object, in order. */
function written(folder) {
  const resources = files(folder, 'cdk.tf.json').flatMap((file) =>
    Object.entries(JSON.parse(fs.readFileSync(file, 'utf8')).resource).flatMap(([type, items]) =>
      Object.values(items).map((attributes) => `${type} ${JSON.stringify(plain(attributes))}`),
    ),
  );
  // kustomization.yaml lists the files, and is no object of the cluster.
  const objects = files(folder, '.yaml')
    .filter((file) => path.basename(file) !== 'kustomization.yaml')
    .flatMap((file) => Yaml.load(file))
    .map((object) => `${object.kind} ${JSON.stringify(plain(object))}`);
  return [...resources, ...objects].sort();
}

module.exports = { written };
