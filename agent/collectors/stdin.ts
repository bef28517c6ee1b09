import { addAbortSignal, type Readable } from 'node:stream';
import type { Event } from '../../wire/event.ts';
import { readEventLines } from '../../wire/line-stream.ts';
import { Unparsed } from '../../wire/lines.ts';
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
      // Ends the reading of an input that goes on.
      addAbortSignal(signal, input);
      try {
        for await (const line of readEventLines(input)) {
          if (signal.aborted) break;
          if (line instanceof Unparsed) {
            report.skipped[line.detail] = (report.skipped[line.detail] ?? 0) + 1;
            continue;
          }
          report.events++;
          // The filter checks fields and types; the parser has made sure of a flat object.
          await capturePatiently(sink, line as unknown as Event);
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      return report;
    },
  };
}
