/** One of the installer's health checks. All times in seconds. */
export interface KataProbe {
  /**
   * Enables the probe.
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
   * Startup probe: succeeds once Kata is installed.
   *
   * @default - on
   */
  readonly startup?: KataProbe;

  /**
   * Liveness probe: the installer's program answers.
   *
   * @default - on
   */
  readonly liveness?: KataProbe;

  /**
   * Readiness probe: succeeds while Kata is installed.
   *
   * @default - on
   */
  readonly readiness?: KataProbe;
}
/** Log level of the installer. */
export enum KataLogLevel {
  /** Failures. */
  ERROR = 'error',
  /** Warnings and failures. */
  WARN = 'warn',
  /** Each step. */
  INFO = 'info',
  /** Details of each step. */
  DEBUG = 'debug',
  /** Everything. */
  TRACE = 'trace',
}
/** CPU and memory of the installer's container, as Kubernetes quantities. */
export interface KataDeployResources {
  /**
   * Requests, by resource.
   *
   * @default - 25m of CPU and 16Mi of memory
   */
  readonly requests?: { readonly [resource: string]: string };

  /**
   * Limits, by resource. A memory limit counts the page cache of what is copied to the node, so it must be
   * larger than the installed files.
   *
   * @default - no limit
   */
  readonly limits?: { readonly [resource: string]: string };
}
