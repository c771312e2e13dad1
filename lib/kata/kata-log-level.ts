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
