type Json = { [field: string]: unknown };

const LISTS = ['initContainers', 'containers'];

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Fills in what the level `restricted` of Pod Security demands and a pod leaves out: the runtime's seccomp profile, no
 * capabilities, no privilege escalation. What is set stays as it is.
 *
 * @param spec the pod's spec, which is changed in place
 */
export function hardenPod(spec: Json): void {
  const containers = LISTS.flatMap((list) => (Array.isArray(spec[list]) ? (spec[list] as unknown[]) : [])).filter(
    isMap,
  );
  if (containers.length === 0) return;
  // A profile of the pod holds for the containers that have none of their own.
  fill(spec, ['securityContext', 'seccompProfile'], { type: 'RuntimeDefault' });
  for (const container of containers) {
    const { privileged, capabilities } = isMap(container.securityContext) ? container.securityContext : ({} as Json);
    // The API server refuses privileged containers, and those with CAP_SYS_ADMIN, that may not escalate.
    const added = isMap(capabilities) && Array.isArray(capabilities.add) ? capabilities.add : [];
    const escalates = privileged === true || added.includes('SYS_ADMIN') || added.includes('CAP_SYS_ADMIN');
    if (!escalates) fill(container, ['securityContext', 'allowPrivilegeEscalation'], false);
    if (privileged !== true) fill(container, ['securityContext', 'capabilities', 'drop'], ['ALL']);
  }
}

/** Sets a field that is absent, with the maps above it. */
function fill(holder: Json, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path;
  const existing = holder[key];
  if (rest.length === 0) {
    if (existing === undefined || existing === null) holder[key] = value;
    return;
  }
  if (existing === undefined || existing === null) holder[key] = {};
  if (isMap(holder[key])) {
    // What is written may share maps with the object that the program holds.
    const copy = { ...(holder[key] as Json) };
    holder[key] = copy;
    fill(copy, rest, value);
  }
}
