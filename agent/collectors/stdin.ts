import { addAbortSignal, type Readable } from 'node:stream';
import type { Event } from '../../wire/event.ts';
import { readEventLines } from '../../wire/line-stream.ts';
import { Unparsed } from '../../wire/lines.ts';
import { type Collector, type CollectorReport, capturePatiently } from './collector.ts';

/** Told of each line that was not recorded though it should have been; numbers count from 1. Never its content. */
export type OnLine = (line: number, reason: string) => void;

/**
 * Events of any recorder, as NDJSON (docs/wire-format.md, section 3). Lines that are not events are skipped, told, and counted by
 * what is wrong with them. It is not read faster than frames leave, nor while nothing is recorded: what was not read stays where it is.
 * @param input read as UTF-8
 */
export function createStdinCollector(input: Readable, onLine: OnLine = () => {}): Collector {
  return {
    async run(sink, signal) {
      const report: CollectorReport = { events: 0, skipped: {}, lines: 0 };
      const skip = (reason: string) => {
        report.skipped[reason] = (report.skipped[reason] ?? 0) + 1;
        onLine(report.lines!, reason);
      };
      await sink.recording?.(signal);
      // Ends the reading of an input that goes on.
      addAbortSignal(signal, input);
      try {
        for await (const line of readEventLines(input)) {
          if (signal.aborted) break;
          report.lines!++;
          if (line instanceof Unparsed) {
            skip(line.detail);
            continue;
          }
          // The filter checks fields and types; the parser has made sure of a flat object.
          const reason = await capturePatiently(sink, line as unknown as Event, signal);
          if (reason === 'not-recording') {
            report.lines!--;
            break;
          }
          report.events++;
          if (reason !== undefined) skip(reason);
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      return report;
    },
  };
}
