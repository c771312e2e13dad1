/** One of the installer's health checks. All times in seconds. */
export interface KataProbe {
  /**
   * Whether there is the probe.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Seconds before the first check.
   *
   * @default - 1 for the startup probe, none for the others
   */
  readonly initialDelaySeconds?: number;

  /**
   * Seconds between checks.
   *
   * @default - 10, and 30 for the liveness probe
   */
  readonly periodSeconds?: number;

  /**
   * Failures in a row that count.
   *
   * @default - 60 for the startup probe, so that an installation may take ten minutes, 3 for the others
   */
  readonly failureThreshold?: number;

  /**
   * Seconds until a check counts as failed.
   *
   * @default 3
   */
  readonly timeoutSeconds?: number;
}

/** The installer's health checks. */
export interface KataHealth {
  /**
   * Port of the checks in the pod.
   *
   * @default 8090
   */
  readonly port?: number;

  /**
   * Until Kata is installed.
   *
   * @default - on
   */
  readonly startup?: KataProbe;

  /**
   * Whether the installer runs.
   *
   * @default - on
   */
  readonly liveness?: KataProbe;

  /**
   * Whether Kata is installed.
   *
   * @default - on
   */
  readonly readiness?: KataProbe;
}
/** How much the installer tells. */
export enum KataLogLevel {
  /** Failures. */
  ERROR = 'error',
  /** What needs attention. */
  WARN = 'warn',
  /** Each step. */
  INFO = 'info',
  /** What each step does. */
  DEBUG = 'debug',
  /** Everything. */
  TRACE = 'trace',
}
/** CPU and memory of the installer's container, as Kubernetes quantities. */
export interface KataDeployResources {
  /**
   * What is set aside, by resource.
   *
   * @default - 25m of CPU and 16Mi of memory
   */
  readonly requests?: { readonly [resource: string]: string };

  /**
   * What it may use, by resource. A memory limit counts the page cache of what is copied to the node, so it must be
   * larger than the installed files.
   *
   * @default - no limit
   */
  readonly limits?: { readonly [resource: string]: string };
}
