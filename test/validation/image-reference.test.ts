import { imageProblem, PINNED_IMAGES, pinnedImage } from '../../lib/validation/image-reference';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

test.each([
  'quay.io/kata-containers/kata-deploy:4.1.0',
  'quay.io/kata-containers/kata-deploy:v4.1.0',
  'registry.example.com:5000/kata/kata_deploy:4.1.0-acme.1',
  `kata-deploy@${DIGEST}`,
  `quay.io/kata-containers/kata-deploy:latest@${DIGEST}`,
  `quay.io/kata-containers/kata-deploy:4.1.0@${DIGEST}`,
  'a:1.2.3',
])('%s cannot change', (image) => {
  expect(pinnedImage('image', image, PINNED_IMAGES.installer)).toBe(image);
});

test.each([
  ['no tag', 'quay.io/kata-containers/kata-deploy'],
  ['a tag that floats', 'quay.io/kata-containers/kata-deploy:latest'],
  ['half a version', 'quay.io/kata-containers/kata-deploy:4.1'],
  ['a version inside a tag', 'quay.io/kata-containers/kata-deploy:stable-4.1.0'],
  ['an address', 'https://quay.io/kata-containers/kata-deploy:4.1.0'],
  ['capitals', 'quay.io/Kata/kata-deploy:4.1.0'],
  ['a space before', ' kata-deploy:4.1.0'],
  ['a space behind', 'kata-deploy:4.1.0 '],
  ['nothing', ''],
  ['a tag alone', ':4.1.0'],
  ['a slash before', '/kata-deploy:4.1.0'],
  ['a short digest', `kata-deploy@${DIGEST.slice(0, -1)}`],
  ['a long digest', `kata-deploy@${DIGEST}0`],
  ['a digest in capitals', `kata-deploy@${DIGEST.toUpperCase().replace('SHA', 'sha')}`],
  ['a digest of another kind', `kata-deploy@${DIGEST.replace('sha256', 'sha512')}`],
  ['no text', 4.1 as never],
])('%s is refused, by the name of the field', (_, image) => {
  expect(() => pinnedImage('monitor.image', image, PINNED_IMAGES.monitor)).toThrow(
    `monitor.image '${image}' is not pinned: kata-monitor's arguments and mounts belong to one version`,
  );
});

test.each([
  ['installer', "kata-deploy's command, variables and permissions belong to one version", 'registry/kata-deploy'],
  ['dispatcher', "the dispatcher's path, arguments and permissions belong to one version", 'registry/job-dispatcher'],
  ['monitor', "kata-monitor's arguments and mounts belong to one version", 'registry/kata-monitor'],
  ['thinPool', 'its shell runs with full privileges on the nodes', 'registry/busybox'],
] as const)('the reason and the example fit the image of the %s', (use, reason, example) => {
  const problem = imageProblem('image', 'x', PINNED_IMAGES[use]);
  expect(problem?.message).toContain(`image 'x' is not pinned: ${reason}`);
  expect(problem?.fix).toBe(`name a full version ('${example}:x.y.z') or a digest ('${example}@sha256:...')`);
});
