export * from './event.ts';
export * from './filter.ts';
export * from './frame.ts';
export * from './key-class.ts';
export * from './lease.ts';
export * from './line-stream.ts';
export * from './lines.ts';
