/**
 * `npm run bench -- ledger [--entries N] [--since N]`: how long it takes to verify a ledger of N entries from its beginning, how long from
 * the last signed checkpoint on, and how much memory that is. The ledger is made while it is read, so that it needs none; what making it
 * takes is measured apart, by a part of it. `--lines N` pipes as many through the verifier that stands alone. Writes `out/bench/ledger.json`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openCheckpoint, signCheckpoint } from '../../core/ledger/checkpoint.ts';
import { link } from '../../core/ledger/entry.ts';
import { type ChainTip, type LedgerReader, PAGE, type PlacedEntry, READ_CHAINS } from '../../core/ledger/ledger.ts';
import { entryLine, headerLine } from '../../core/ledger/ledger-file.ts';
import { publicKeyPem, readPublicKey } from '../../core/ledger/note.ts';
import { memorySigner } from '../../core/ledger/signer.memory.ts';
import { startOf } from '../../core/ledger/verify.ts';
import { verifyLive } from '../../core/ledger/verify-live.ts';

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '10000000' },
    since: { type: 'string', default: '1000' },
    lines: { type: 'string', default: '1000000' },
  },
});
const [entries, since, lines] = [Number(values.entries), Number(values.since), Number(values.lines)];
const signer = memorySigner('sluice/bench');

/** The next entry of a chain: one read of one segment. */
const nextOf = (tip: ChainTip) =>
  link(tip, {
    kind: 'read',
    at: 1_790_000_000_000 + tip.length * 300,
    actor: 'reader:4f0c1c1e-6f4c-4b55-9d0f-1f6a35a9c9d1',
    subject: 'abcdefghijklmnopqrstuvwxyz',
    segment: '01M8997DG0TK1P27SZ24DTPS8J',
    purpose: 'quality-review',
    // Of words that are not beside it: a hash in place of a hash.
    commitment: 'b'.repeat(64),
  });

/** Chains of a length, made as they are read: a page goes on where the one before ended. */
function generated(length: number, from: ReadonlyMap<string, ChainTip> = new Map()) {
  const at = new Map<string, ChainTip>();
  const marks = new Map<string, PlacedEntry>();
  const tips = new Map<string, ChainTip>();
  const ledger: LedgerReader = {
    chains: READ_CHAINS,
    tip: async (chain) => tips.get(chain) ?? startOf(chain),
    entry: async (chain, seq) => {
      const mark = marks.get(chain);
      return mark?.seq === seq ? mark : undefined;
    },
    async page(chain, after, limit = PAGE) {
      let tip = at.get(chain) ?? from.get(chain) ?? startOf(chain);
      if (tip.length !== after) throw new Error('a generated ledger is read in order');
      const page: PlacedEntry[] = [];
      while (page.length < limit && tip.length < length) {
        const next = nextOf(tip);
        page.push({ ...next.stored, seq: next.entry.seq });
        tip = next.tip;
      }
      at.set(chain, tip);
      const last = page.at(-1);
      if (last) marks.set(chain, last);
      return page;
    },
  };
  return { ledger, at, marks, tips };
}

/** Tips of chains of a length, by making them once; nothing is kept. */
async function madeTo(length: number, from: ReadonlyMap<string, ChainTip> = new Map()) {
  const { ledger, at } = generated(length, from);
  for (const chain of READ_CHAINS) {
    let after = from.get(chain)?.length ?? 0;
    while (after < length) {
      const page = await ledger.page(chain, after);
      after += page.length;
    }
  }
  return { tips: at };
}

let rss = 0;
const peak = () => {
  rss = Math.max(rss, process.memoryUsage.rss());
};
/** Seconds of processor time: others may be at work on the machine. */
const timed = async <T>(run: () => Promise<T>): Promise<{ result: T; seconds: number }> => {
  const begun = process.cpuUsage();
  const result = await run();
  const { user, system } = process.cpuUsage(begun);
  return { result, seconds: (user + system) / 1e6 };
};
const round = (value: number, digits = 2) => Number(value.toFixed(digits));

async function live() {
  const each = Math.ceil(entries / READ_CHAINS.length);
  const whole = generated(each);
  // The hash of the last entry is known when it has been made.
  for (const chain of READ_CHAINS) {
    whole.tips.set(chain, {
      chain,
      length: each,
      get hash() {
        return whole.at.get(chain)!.hash;
      },
    });
  }
  let seen = 0;
  const begun = process.cpuUsage();
  const all = await timed(() =>
    verifyLive(whole.ledger, undefined, {
      visit: (page) => {
        peak();
        if (Math.floor((seen + page.length) / 1e6) > Math.floor(seen / 1e6)) {
          const { user, system } = process.cpuUsage(begun);
          const cpu = round((user + system) / 1e6);
          console.error(
            `${Math.floor((seen + page.length) / 1e6)} million: ${cpu} s of processor, ${Math.round(rss / 2 ** 20)} MB`,
          );
        }
        seen += page.length;
      },
    }),
  );
  if (all.result.some(({ broken }) => broken)) throw new Error('the ledger does not hold');
  const tips = new Map(whole.at);
  const made = await timed(() => madeTo(Math.min(each, 50_000)));
  const making = (made.seconds / Math.min(each, 50_000)) * each;

  // The same ledger, some entries later: what a resume and an investigation walk.
  const note = await signCheckpoint(signer, [...tips.values()], Date.UTC(2026, 0));
  const checkpoint = openCheckpoint(note, readPublicKey(await signer.publicKey()));
  const later = generated(each + since / READ_CHAINS.length, tips);
  for (const [chain, entry] of whole.marks) later.marks.set(chain, entry);
  for (const [chain, tip] of (await madeTo(each + since / READ_CHAINS.length, tips)).tips) later.tips.set(chain, tip);
  const on = await timed(() => verifyLive(later.ledger, checkpoint));
  const walked = on.result.reduce((sum, { from, length }) => sum + length - from, 0);
  return {
    entries: each * READ_CHAINS.length,
    secondsWithMaking: round(all.seconds),
    makingSeconds: round(making),
    entriesPerSecond: Math.round((each * READ_CHAINS.length) / (all.seconds - making)),
    peakRssMB: Math.round(rss / 2 ** 20),
    sinceCheckpoint: { walked, seconds: round(on.seconds, 4), broken: on.result.filter(({ broken }) => broken).length },
  };
}

async function alone() {
  const each = Math.ceil(lines / READ_CHAINS.length);
  const { tips } = await madeTo(each);
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
  try {
    writeFileSync(join(folder, 'key.pem'), publicKeyPem(await signer.publicKey()));
    const verifier = spawn(process.execPath, ['tools/verify/verify.mjs', '--key', join(folder, 'key.pem'), '-'], {
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    const ended = once(verifier, 'exit');
    const begun = performance.now();
    verifier.stdin.write(`${headerLine(await signCheckpoint(signer, [...tips.values()], Date.UTC(2026, 0)))}\n`);
    const { ledger } = generated(each);
    for (const chain of READ_CHAINS) {
      for (let after = 0; after < each; ) {
        const page = await ledger.page(chain, after);
        after += page.length;
        if (!verifier.stdin.write(page.map((entry) => `${entryLine(chain, entry)}\n`).join(''))) {
          await once(verifier.stdin, 'drain');
        }
      }
    }
    verifier.stdin.end();
    await ended;
    const seconds = (performance.now() - begun) / 1_000;
    return { entries: each * READ_CHAINS.length, wallSecondsWithMaking: round(seconds), exit: verifier.exitCode };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const figures = { live: await live(), ...(lines > 0 && { alone: await alone() }) };
mkdirSync('out/bench', { recursive: true });
writeFileSync('out/bench/ledger.json', `${JSON.stringify(figures, null, 2)}\n`);
console.log(JSON.stringify(figures, null, 2));
