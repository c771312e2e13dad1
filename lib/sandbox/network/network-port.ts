import { assertNoErrors } from '../../validation/finding';
import { assertParameter } from '../../validation/props';
import { describeValue } from '../../validation/props/prop-messages';
import { NETWORK_PORTS } from './network-rules';

/** Protocols that network policies know. */
export enum NetworkProtocol {
  /** Transmission Control Protocol. */
  TCP = 'TCP',
  /** User Datagram Protocol. */
  UDP = 'UDP',
  /** Stream Control Transmission Protocol. */
  SCTP = 'SCTP',
}

/**
 * Ports of one protocol that a rule opens.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 * @example
 * tenant.allowInternet([NetworkPort.tcp(443)]);
 */
export class NetworkPort {
  /**
   * A TCP port.
   *
   * @param port 1 to 65535
   */
  public static tcp(port: number): NetworkPort {
    return new NetworkPort(NetworkProtocol.TCP, port, port);
  }

  /**
   * A UDP port.
   *
   * @param port 1 to 65535
   */
  public static udp(port: number): NetworkPort {
    return new NetworkPort(NetworkProtocol.UDP, port, port);
  }

  /**
   * TCP ports that follow each other.
   *
   * @param first the lowest port
   * @param last the highest port
   */
  public static tcpRange(first: number, last: number): NetworkPort {
    return new NetworkPort(NetworkProtocol.TCP, first, last);
  }

  /**
   * UDP ports that follow each other.
   *
   * @param first the lowest port
   * @param last the highest port
   */
  public static udpRange(first: number, last: number): NetworkPort {
    return new NetworkPort(NetworkProtocol.UDP, first, last);
  }

  /**
   * @param protocol the protocol
   * @param first the lowest port
   * @param last the highest port
   * @throws when they are not port numbers in that order
   */
  constructor(
    public readonly protocol: NetworkProtocol,
    public readonly first: number,
    public readonly last: number,
  ) {
    assertParameter('protocol', protocol, 'NetworkProtocol');
    const isPort = (port: unknown) => Number.isInteger(port) && (port as number) >= 1 && (port as number) <= 65535;
    for (const port of [first, last]) {
      if (!isPort(port))
        assertNoErrors([NETWORK_PORTS.find('', `port ${describeValue(port)} is not a number from 1 to 65535`)]);
    }
    if (first > last) {
      assertNoErrors([
        NETWORK_PORTS.find('', `the ports ${first} to ${last} are in the wrong order`, `write ${last} to ${first}`),
      ]);
    }
  }

  /** As a rule of a NetworkPolicy writes it. */
  public toJson(): object {
    const { protocol, first, last } = this;
    return { protocol, port: first, ...(last > first && { endPort: last }) };
  }
}
