/** Whether a version is older than another; both are `major.minor` or longer. */
export function olderThan(version: string, other: string): boolean {
  const [a = 0, b = 0] = version.split('.').map(Number);
  const [c = 0, d = 0] = other.split('.').map(Number);
  return a < c || (a === c && b < d);
}
