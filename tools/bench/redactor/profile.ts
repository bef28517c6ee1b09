import { type Profiler, Session } from 'node:inspector/promises';
import type { Bundle } from './bundle.ts';

/** Runs `work` under V8's sampling profiler. */
export async function profiled(work: () => Promise<void>): Promise<Profiler.Profile> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 500 });
  await session.post('Profiler.start');
  await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  return profile;
}

/** First match counts. Native and built-in code (JSON, zlib, crypto) is charged to the nearest of ours that called it. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^wire\/frame\.ts/, 'open frames: decrypt, decompress'],
  [/^core\/lease\/|^node_modules\/jose\//, 'open leases'],
  [/^wire\/lines\.ts/, 'parse lines'],
  [/^wire\//, 'admit by the disclosure'],
  [/^redaction\/typing\/|^redaction\/typed-text\.ts/, 'redaction: put typing together'],
  [/^redaction\/tagger\//, 'redaction: names, places, organisations'],
  [/^redaction\//, 'redaction: the rest'],
  [/^core\/intake\/redact\.ts/, 'write lines'],
  [/^core\/vault\/segment\.ts|@aws-crypto|readable-stream|duplexify/, 'compress and encrypt segments'],
  [/^core\//, 'decide, group, commit'],
];

/** Share of each part in all samples that were not idle, greatest first. */
export function shares(profile: Profiler.Profile, bundle: Bundle): { part: string; share: number }[] {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map<number, number>();
  for (const { id, children } of profile.nodes) for (const child of children ?? []) parents.set(child, id);
  const parts = new Map<number, string | undefined>();

  const partOf = (id: number): string | undefined => {
    if (parts.has(id)) return parts.get(id);
    const { callFrame } = nodes.get(id)!;
    const parent = parents.get(id);
    let part: string | undefined;
    if (callFrame.functionName === '(garbage collector)') part = 'garbage collection';
    else if (callFrame.functionName === '(idle)') part = 'idle';
    else if (callFrame.url === bundle.url) {
      const source = bundle.sourceOf(callFrame.lineNumber, callFrame.columnNumber);
      part = PARTS.find(([pattern]) => source !== undefined && pattern.test(source))?.[1];
    }
    part ??= parent === undefined ? undefined : partOf(parent);
    parts.set(id, part);
    return part;
  };

  const times = new Map<string, number>();
  profile.samples!.forEach((id, at) => {
    const part = partOf(id) ?? 'the rest';
    times.set(part, (times.get(part) ?? 0) + (profile.timeDeltas![at] ?? 0));
  });
  times.delete('idle');
  const all = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .map(([part, time]) => ({ part, share: Math.round((time / all) * 1000) / 1000 }))
    .sort((a, b) => b.share - a.share);
}
