import type { Manifest } from '../../util/manifests';

/** A pod, where it has a namespace, or a machine elsewhere. */
export interface Host {
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  readonly address: string;
  readonly http?: number;
}

const pad = (bits: string, length: number) => bits.padStart(length, '0');

/** An address as the text of its bits, which ranges are prefixes of. */
function bits(address: string): string {
  if (!address.includes(':'))
    return `4${address
      .split('.')
      .map((part) => pad(Number(part).toString(2), 8))
      .join('')}`;
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const missing = 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array(address.includes('::') ? missing : 0).fill('0'), ...groups(tail)];
  return `6${all.map((group) => pad(Number.parseInt(group, 16).toString(2), 16)).join('')}`;
}

function prefix(range: string): string {
  const [address = '', length = ''] = range.split('/');
  return bits(address).slice(0, 1 + Number(length));
}

/** Labels as `key=value` lines, over which selectors become conditions on text. */
const lines = (labels: Record<string, string>) =>
  new Set(Object.entries(labels).flatMap(([key, value]) => [`${key}=${value}`, key]));

function conditions(selector: Manifest): ((has: Set<string>) => boolean)[] {
  const exact = Object.entries(selector.matchLabels ?? {}).map(
    ([key, value]) =>
      (has: Set<string>) =>
        has.has(`${key}=${value}`),
  );
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values }: Manifest) => {
    const any = (has: Set<string>) => (values ?? []).some((value: string) => has.has(`${key}=${value}`));
    const table: Record<string, (has: Set<string>) => boolean> = {
      In: any,
      NotIn: (has) => !any(has),
      Exists: (has) => has.has(key),
      DoesNotExist: (has) => !has.has(key),
    };
    return table[operator];
  });
  return [...exact, ...expressions];
}

const chosen = (selector: Manifest, labels: Record<string, string>) =>
  conditions(selector).every((holds) => holds(lines(labels)));

/**
 * Every connection that policies allow, by writing out what each rule opens and crossing that with what is closed: another way than
 * the library's, which asks about one connection at a time.
 */
export function allowedConnections(
  policies: readonly Manifest[],
  hosts: readonly Host[],
  namespaces: Record<string, Record<string, string>>,
  ports: readonly number[],
  protocols: readonly string[],
): Set<string> {
  const closed = { in: new Set<string>(), out: new Set<string>() };
  const opened = { in: new Set<string>(), out: new Set<string>() };
  const slots = ports.flatMap((port) => protocols.map((protocol) => ({ port, protocol })));
  for (const { metadata, spec } of policies) {
    const members = hosts.filter(
      (host) => host.namespace === metadata.namespace && chosen(spec.podSelector, host.labels ?? {}),
    );
    const types: string[] = spec.policyTypes ?? (spec.egress?.length > 0 ? ['Ingress', 'Egress'] : ['Ingress']);
    for (const type of types) {
      const way = type === 'Ingress' ? 'in' : 'out';
      for (const member of members) closed[way].add(member.address);
      for (const rule of spec[type.toLowerCase()] ?? []) {
        const list: Manifest[] | undefined = rule.from ?? rule.to;
        const partners =
          list === undefined || list.length === 0
            ? hosts
            : hosts.filter((host) => list.some((peer) => isPeer(peer, host)));
        for (const member of members) {
          for (const partner of partners) {
            const asked = way === 'in' ? member : partner;
            for (const { port, protocol } of slots.filter((slot) => isOpen(rule.ports, slot, asked))) {
              const [from, to] = way === 'in' ? [partner, member] : [member, partner];
              opened[way].add(`${from.address}>${to.address}:${port}/${protocol}`);
            }
          }
        }
      }

      function isPeer(peer: Manifest, host: Host): boolean {
        if (peer.ipBlock) {
          const at = bits(host.address);
          return (
            at.startsWith(prefix(peer.ipBlock.cidr)) &&
            !(peer.ipBlock.except ?? []).some((it: string) => at.startsWith(prefix(it)))
          );
        }
        if (host.namespace === undefined) return false;
        const labels = { ...namespaces[host.namespace], 'kubernetes.io/metadata.name': host.namespace };
        const there = peer.namespaceSelector
          ? chosen(peer.namespaceSelector, labels)
          : host.namespace === metadata.namespace;
        return there && (peer.podSelector === undefined || chosen(peer.podSelector, host.labels ?? {}));
      }
    }
  }
  const all = hosts.flatMap((from) =>
    hosts.flatMap((to) =>
      slots.map(({ port, protocol }) => ({
        id: `${from.address}>${to.address}:${port}/${protocol}`,
        from: from.address,
        to: to.address,
      })),
    ),
  );
  return new Set(
    all
      .filter(
        ({ id, from, to }) =>
          (!closed.out.has(from) || opened.out.has(id)) && (!closed.in.has(to) || opened.in.has(id)),
      )
      .map(({ id }) => id),
  );
}

function isOpen(list: readonly Manifest[] | undefined, slot: { port: number; protocol: string }, asked: Host): boolean {
  if (list === undefined || list.length === 0) return true;
  return list.some(({ port, endPort, protocol = 'TCP' }) => {
    const number = port === 'http' ? asked.http : port;
    const span = port === undefined ? [1, 65535] : [number, endPort ?? number];
    return protocol === slot.protocol && span[0] <= slot.port && slot.port <= span[1];
  });
}
