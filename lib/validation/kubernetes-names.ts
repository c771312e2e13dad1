const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const LABEL_NAME = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const QUANTITY = /^([0-9]+(\.[0-9]*)?|\.[0-9]+)(n|u|m|k|Ki|M|Mi|G|Gi|T|Ti|P|Pi|E|Ei|[eE][+-]?[0-9]+)?$/;

/** Whether a value can be the name of a namespace. */
export function isDnsLabel(value: unknown): boolean {
  return typeof value === 'string' && DNS_LABEL.test(value);
}

/** Whether a value can be the name of most objects, such as Secrets and RuntimeClasses: labels of DNS with dots between. */
export function isDnsSubdomain(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 253 && DNS_SUBDOMAIN.test(value);
}

/** Whether a value is an amount of a resource, as Kubernetes writes it. */
export function isQuantity(value: unknown): boolean {
  return typeof value === 'string' && QUANTITY.test(value);
}

/** Whether Kubernetes would refuse a label. */
export function isBadLabel(key: string, value: unknown): boolean {
  const [name = '', prefix, ...rest] = key.split('/').reverse();
  const keyIsGood =
    LABEL_NAME.test(name) &&
    rest.length === 0 &&
    (prefix === undefined || (prefix.length <= 253 && DNS_SUBDOMAIN.test(prefix)));
  return !keyIsGood || typeof value !== 'string' || !(value === '' || LABEL_NAME.test(value));
}
