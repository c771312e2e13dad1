import { schemaProblems } from './util/provider-schema';

const router = (attributes: object) => ({
  resource: { google_compute_router_nat: { nat: { name: 'nat', router: 'r', ...attributes } } },
});
const complete = { source_subnetwork_ip_ranges_to_nat: 'LIST_OF_SUBNETWORKS' };

test('a complete resource passes, meta arguments and expressions included', () => {
  const terraform = router({
    ...complete,
    log_config: { enable: true, filter: 'ERRORS_ONLY' },
    subnetwork: [{ name: '${google_compute_subnetwork.s.id}', source_ip_ranges_to_nat: ['ALL_IP_RANGES'] }],
    min_ports_per_vm: '${var.ports}',
    lifecycle: { prevent_destroy: true },
    depends_on: ['google_compute_router.r'],
  });
  expect(schemaProblems(terraform)).toEqual([]);
});

test.each([
  ['a missing attribute', {}, 'source_subnetwork_ip_ranges_to_nat: is required'],
  ['an unknown attribute', { ...complete, colour: 'red' }, 'colour: does not exist'],
  ['a wrong type', { ...complete, min_ports_per_vm: 'many' }, 'min_ports_per_vm: is "many", not a number'],
  ['a scalar for a set', { ...complete, nat_ips: 'a' }, 'nat_ips: is not a set'],
  ['a block given twice', { ...complete, log_config: [{}, {}] }, 'log_config: is given 2 times'],
  ['a scalar for a block', { ...complete, log_config: 'x' }, 'log_config: is "x", not a block'],
  ['an incomplete block', { ...complete, log_config: { enable: true } }, 'log_config.0.filter: is required'],
])('fails for %s', (_, attributes, problem) => {
  expect(schemaProblems(router(attributes)).join('\n')).toContain(problem);
});

test('fails for a computed attribute', () => {
  const cluster = { name: 'c', endpoint: '10.0.0.1' };
  expect(schemaProblems({ resource: { google_container_cluster: { c: cluster } } })).toEqual([
    'google_container_cluster.c.endpoint: is computed and cannot be set',
  ]);
});

test('fails for a Google resource that the fixture does not hold', () => {
  expect(schemaProblems({ resource: { google_pet: { rex: {} } } })).toEqual([
    'resource.google_pet: is not in the schema fixture',
  ]);
});
