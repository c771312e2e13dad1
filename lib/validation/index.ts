export { describeFinding, type Finding, FindingsError, Severity } from './finding';
export { Findings, findings, WarningMode } from './findings';
