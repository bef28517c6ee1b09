import { canonicalJson } from '../ledger/entry.ts';
import type { Evidence, EvidenceLink } from '../ledger/evidence.ts';

/** Held in memory at a time. */
const PART_BYTES = 8 * 1024 * 1024;

export interface EvidenceLines {
  add(line: string): Promise<void>;
  /** Puts the rest, and returns what stands for all of it. */
  end(): Promise<EvidenceLink>;
  /** Puts the rest, and returns the parts so far: others go on behind them. */
  pause(): Promise<EvidenceLink[]>;
}

/**
 * Lines that go under Object Lock while they come, however many: `<stem>-<hash>.ndjson`, or, above the size of a part,
 * `<stem>-part-<n>-<hash>.ndjson` and `<stem>-parts-<hash>.ndjson`, which lists them.
 * @param before parts that another has put
 */
export function evidenceLines(
  evidence: Evidence,
  stem: string,
  partBytes = PART_BYTES,
  before: readonly EvidenceLink[] = [],
): EvidenceLines {
  const parts: Promise<EvidenceLink>[] = before.map((link) => Promise.resolve(link));
  let lines: string[] = [];
  let bytes = 0;
  const put = (name: string, content: readonly string[]): Promise<EvidenceLink> =>
    evidence.put({
      folder: 'findings',
      stem: name,
      extension: 'ndjson',
      bytes: Buffer.from(content.map((line) => `${line}\n`).join('')),
    });
  const flush = async (): Promise<void> => {
    const full = lines;
    lines = [];
    bytes = 0;
    const part = put(`${stem}-part-${parts.length + 1}`, full);
    parts.push(part);
    await part;
  };
  return {
    async add(line) {
      lines.push(line);
      bytes += Buffer.byteLength(line) + 1;
      if (bytes >= partBytes) await flush();
    },
    async end() {
      if (parts.length === 0) return put(stem, lines);
      if (lines.length > 0) await flush();
      return put(`${stem}-parts`, (await Promise.all(parts)).map(canonicalJson));
    },
    async pause() {
      if (lines.length > 0) await flush();
      return Promise.all(parts);
    },
  };
}

/** All at once, of what is few. */
export async function keepLines(evidence: Evidence, stem: string, lines: readonly string[]): Promise<EvidenceLink> {
  const kept = evidenceLines(evidence, stem);
  for (const line of lines) await kept.add(line);
  return kept.end();
}
