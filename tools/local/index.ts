/** The local cloud as a library: for the demo, the end-to-end tests, and `npm run local`. */
export { type LocalCloud, type LocalCloudOptions, startLocalCloud, stopLocalCloud } from './cloud.ts';
export { LocalCloudError } from './errors.ts';
export type { FaultRule, FaultRules } from './faults.ts';
export { type HeldValue, heldValues } from './held.ts';
export type { CloudTrailRecord } from './trail.ts';
export { until } from './until.ts';
