import { App } from 'cdk8s';
import {
  Findings,
  findings,
  KataRelease,
  KataRuntime,
  type KataRuntimeProps,
  KataShim,
  Severity,
} from '../../../lib/kata';
import { RELEASE_RULES, validateRelease } from '../../../lib/kata/catalogue/release-rules';
import { KATA_RULES } from '../../../lib/kata/rules';

const { V3_14_0 } = KataRelease;

const build = (props: KataRuntimeProps = {}) => {
  const app = new App();
  return {
    app,
    kata: new KataRuntime(app, 'kata', { release: V3_14_0, placement: { nodeSelector: { pool: 'kata' } }, ...props }),
  };
};

const advisories = (props?: KataRuntimeProps) =>
  findings(build(props).kata)
    .filter(({ id }) => id.startsWith('kata/advisory-'))
    .map(({ id }) => id.replace('kata/advisory-', ''));

test('every advisory of 2026 is known of 3.14.0 (A3)', () => {
  expect(advisories()).toEqual([
    'GHSA-5fc8-gg7w-3g5c',
    'GHSA-wwj6-vghv-5p64',
    'GHSA-q49m-57vm-c8cc',
    'GHSA-rr59-xxvx-96qr',
    'GHSA-2gv2-cffp-j227',
    'GHSA-mp2j-xm59-qfgw',
    'GHSA-fgm4-mv68-h344',
    'GHSA-h8jv-63p2-496x',
    'GHSA-7fhf-v3p3-rp56',
    'GHSA-fmg6-v47x-52wr',
  ]);
});

test.each([
  ['clh', ['GHSA-5fc8-gg7w-3g5c', 'GHSA-wwj6-vghv-5p64', 'GHSA-rr59-xxvx-96qr', 'GHSA-mp2j-xm59-qfgw']],
  ['dragonball', ['GHSA-mp2j-xm59-qfgw', 'GHSA-fgm4-mv68-h344', 'GHSA-7fhf-v3p3-rp56']],
  ['qemu-runtime-rs', ['GHSA-2gv2-cffp-j227', 'GHSA-mp2j-xm59-qfgw', 'GHSA-7fhf-v3p3-rp56']],
  ['qemu', ['GHSA-5fc8-gg7w-3g5c', 'GHSA-rr59-xxvx-96qr', 'GHSA-mp2j-xm59-qfgw']],
])('of %s alone, those that touch it', (shim, ids) => {
  const chosen = KataShim.of(shim);
  expect(advisories({ shims: [chosen], defaultShim: chosen })).toEqual(ids);
});

test('the message says what and where, and the fix which release', () => {
  const [first] = findings(build({ shims: [KataShim.DRAGONBALL], defaultShim: KataShim.DRAGONBALL }).kata).filter(
    ({ id }) => id === 'kata/advisory-GHSA-fgm4-mv68-h344',
  );
  expect(first).toEqual({
    id: 'kata/advisory-GHSA-fgm4-mv68-h344',
    severity: Severity.WARNING,
    path: 'kata',
    message:
      'Kata 3.14.0 has GHSA-fgm4-mv68-h344 (high: a guest leaves its VM through the length of a virtio-blk request); it affects the shims dragonball',
    fix: 'use Kata 4.0.0 or newer',
    canAcknowledge: true,
  });
});

test("the seed's program synthesizes, and an advisory can be acknowledged", () => {
  const app = new App();
  const kata = new KataRuntime(app, 'kata', { release: V3_14_0 });
  expect(app.synthYaml()).toContain('kata-deploy:3.14.0');
  Findings.of(kata).acknowledge('kata/advisory-GHSA-fgm4-mv68-h344', 'no Dragonball pods here');
  expect(findings(kata).map(({ id }) => id)).not.toContain('kata/advisory-GHSA-fgm4-mv68-h344');
});

test('a release is past its support once the catalogue has a newer one (A4)', () => {
  const support = findings(build().kata).filter(({ id }) => id === 'kata/release-support');
  const newest = KataRelease.all.at(-1)?.version;
  expect(support).toMatchObject([
    {
      message: 'Kata 3.14.0 has had no fixes since 2025-03-20, when upstream published a newer release',
      fix: `use Kata ${newest}`,
    },
  ]);
  expect(findings(build({ release: KataRelease.all.at(-1) }).kata)).toEqual([]);
});

test('a fork of an old release has what that has', () => {
  const release = KataRelease.custom({
    base: V3_14_0,
    version: '3.14.0-acme.1',
    image: 'acme/kata-deploy:3.14.0-acme.1',
  });
  expect(advisories({ release })).toHaveLength(10);
});

test.each([
  ['4.1.0-acme.1', '4.1.0', undefined],
  ['4.1.7', '4.1.0', undefined],
  ['3.20.0', '4.1.0', undefined],
  ['4.2.0-acme.1', '4.2.0', undefined],
  ['4.3.0', '4.2.0', undefined],
  ['4.3.0', '4.1.0', '4.2.0'],
  ['4.2.0-rc0', '4.1.0', '4.2.0'],
  ['4.1.3', '3.14.0', '4.1.0'],
])('a fork %s of %s is held against the nearest release', (version, base, nearest) => {
  const release = KataRelease.custom({
    base: KataRelease.of(base),
    version,
    image: `registry.example/kata-deploy:${version}`,
  });
  const found = validateRelease({ path: 'kata', release, shims: [] }).filter(
    ({ id }) => id === 'kata/custom-release-base',
  );
  expect(found.map(({ message, fix }) => `${message}; ${fix}`)).toEqual(
    nearest === undefined
      ? []
      : [
          `custom release ${version} has the base ${base} and its manifests are those of the base; ${nearest} is nearer to it; ` +
            `write base: KataRelease.of('${nearest}')`,
        ],
  );
  expect(found.every(({ canAcknowledge }) => canAcknowledge)).toBe(true);
});

test.each([
  [undefined, []],
  ['1.33.2-gke.100', []],
  ['1.22', []],
  ['1.21.14', ['Kata 3.14.0 needs Kubernetes 1.22 or newer, and the cluster has 1.21.14']],
])('a cluster with Kubernetes %s', (kubernetesVersion, messages) => {
  const found = validateRelease({ path: 'kata', release: V3_14_0, shims: [], kubernetesVersion });
  expect(found.filter(({ id }) => id === 'kata/kubernetes-version').map(({ message }) => message)).toEqual(messages);
});

test('the facts of the cluster are held against the release', () => {
  const { app } = build({ cluster: { kubernetesVersion: '1.20' } });
  expect(() => app.synthYaml()).toThrow('kata: Kata 3.14.0 needs Kubernetes 1.22 or newer, and the cluster has 1.20');
});

test('every rule is in the list of the docs', () => {
  const listed = KATA_RULES.map(({ id }) => id);
  for (const { id } of RELEASE_RULES) expect(listed).toContain(id);
  expect(new Set(listed).size).toBe(listed.length);
});
