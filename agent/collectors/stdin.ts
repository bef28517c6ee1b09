import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Event } from '../../wire/event.ts';
import { parseLine, Unparsed } from '../../wire/lines.ts';
import type { CaptureSink, Collector, CollectorReport } from './collector.ts';

/** Hands over one event; waits while the agent pushes back. */
export async function capturePatiently(sink: CaptureSink, event: Event): Promise<void> {
  while (sink.capture(event) === 'back-pressure') await sink.ready();
}

/**
 * Events of any recorder, as NDJSON (docs/wire-format.md, section 3). Lines that are not events are skipped and counted by
 * what is wrong with them; the reader is not read faster than frames leave.
 * @param input read as UTF-8
 */
export function createStdinCollector(input: Readable): Collector {
  return {
    async run(sink, signal) {
      const report: CollectorReport = { events: 0, skipped: {} };
      const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
      const stop = () => lines.close();
      signal.addEventListener('abort', stop, { once: true });
      try {
        for await (const line of lines) {
          if (signal.aborted) break;
          const parsed = parseLine(line);
          if (parsed instanceof Unparsed) {
            report.skipped[parsed.detail] = (report.skipped[parsed.detail] ?? 0) + 1;
            continue;
          }
          report.events++;
          // The filter checks fields and types; the parser has made sure of a flat object.
          await capturePatiently(sink, parsed as unknown as Event);
        }
      } finally {
        signal.removeEventListener('abort', stop);
        lines.close();
      }
      return report;
    },
  };
}
