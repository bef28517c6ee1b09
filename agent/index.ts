export type * from '../wire/byte-budget.ts';
export type * from '../wire/capture-window.ts';
export type * from '../wire/check-frame.ts';
export type * from '../wire/event.ts';
export type * from '../wire/field.ts';
export type * from '../wire/filter.ts';
export type * from '../wire/frame.ts';
export type * from '../wire/key-class.ts';
export type * from '../wire/lease.ts';
export type * from '../wire/line-stream.ts';
export type * from '../wire/lines.ts';
export type * from '../wire/printable.ts';
export type * from '../wire/unparsed.ts';
export type * from '../wire/vocabulary.ts';
export { type Agent, type AgentEvents, type AgentOptions, createAgent } from './sdk/agent.ts';
export { type AgentClock, systemClock } from './sdk/clock.ts';
export { type ControlApi, type ControlApiOptions, createControlApi } from './sdk/control-api.ts';
export type { Counters } from './sdk/counters.ts';
export {
  createDeviceApi,
  type DeviceApiOptions,
  type DeviceCredential,
  enrolDevice,
  readCredential,
  writeCredential,
} from './sdk/device-credential.ts';
export { createDiskSpool, type DiskSpoolOptions } from './sdk/disk-spool.ts';
export * from './sdk/errors.ts';
export { explain } from './sdk/explain.ts';
export type { FrameSink, FrameToPut, PutOutcome, Trouble } from './sdk/frame-sink.ts';
export { createKinesisSink } from './sdk/kinesis.aws.ts';
export { CAUSES, type Cause, type Reason, type ReasonName } from './sdk/reasons.ts';
export { createMemorySpool, type FrameId, type SealedFrame, type Spool } from './sdk/spool.ts';
export { type CaptureResult, PAUSE_REASONS, type RecordingState } from './sdk/state.ts';
