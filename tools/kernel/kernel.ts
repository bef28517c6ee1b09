import * as at from '../../redaction/kernel/layout.ts';
import { ROWS_AT } from '../../redaction/tagger/features.ts';
import { CERTAIN } from '../../redaction/tagger/model.ts';
import { type Code, type Func, give, i16x8, i32, i32x4, type Locals, loop, select, v128, when } from './assemble.ts';

/**
 * The kernel: sums of rows of weights, eight lanes at a time. What each function does is said where it is called (`tagger/scorer.ts`,
 * `language/detector.ts`, `topics/sentence-topics.ts`) and written plainly in tests.
 */

/** The address of a table's element; `index` times a power of two. */
const scaled = (index: Code, shift: number): Code => i32.shl(index, i32.const(shift));
const SLOT_SHIFT = Math.log2(at.SLOT_BYTES);
const ENTRY_SHIFT = Math.log2(at.ENTRY_BYTES);
/** Bytes of eight lanes of sixteen bits: the other lanes of a word's sums are behind them. */
const EIGHT = 16;

/** Adds the row whose number is on the stack to `low` and `high`. */
const addRow = (l: Locals, row: Code): Code[] => [
  l.set('row', v128.load(at.ROWS, i32.mul(row, i32.const(at.ROW_BYTES)))),
  l.set('low', i16x8.add(l.get('low'), i16x8.extendLowU(l.get('row')))),
  l.set('high', i16x8.add(l.get('high'), i16x8.extendHighU(l.get('row')))),
];
const NONE = v128.lanes(0, 0, 0, 0, 0, 0, 0, 0);

/**
 * Finds the words from `i` up to `count` in the cache, and gives the first that is not there, or `count`. That one has its slot already: its entry
 * is to be filled (`fill`) before the next call.
 */
const lookUp: Func = {
  name: 'lookUp',
  params: ['i', 'count', 'block', 'language'],
  locals: { key: 'i32', check: 'i32', slot: 'i32', other: 'i32', entry: 'i32', word: 'i32', style: 'i32' },
  gives: true,
  body: (l) => {
    const holds = (slot: string): Code =>
      i32.eqz(
        i32.or(i32.xor(i32.load(0, l.get(slot)), l.get('key')), i32.xor(i32.load(4, l.get(slot)), l.get('check'))),
      );
    const missed: Code[] = [
      // The one of the two that was used longer ago.
      l.set(
        'slot',
        select(l.get('other'), l.get('slot'), i32.ltS(i32.load(8, l.get('other')), i32.load(8, l.get('slot')))),
      ),
      when(
        i32.eq(i32.load(8, l.get('slot')), l.get('block')),
        [
          l.set('entry', i32.load(at.SPARE, i32.const(0))),
          i32.store(at.SPARE, i32.const(0), i32.add(l.get('entry'), i32.const(1))),
        ],
        [
          i32.store(0, l.get('slot'), l.get('key')),
          i32.store(4, l.get('slot'), l.get('check')),
          i32.store(8, l.get('slot'), l.get('block')),
          l.set('entry', i32.shrU(i32.sub(l.get('slot'), i32.const(at.SLOTS)), i32.const(SLOT_SHIFT))),
        ],
      ),
      i32.store(at.MISSED, i32.const(0), l.get('entry')),
      give(l.get('i')),
    ];
    return [
      loop(i32.ltS(l.get('i'), l.get('count')), [
        l.set('word', scaled(l.get('i'), 2)),
        // A slot's keys are never both zero for a word that is really there: the style, which is never zero, is in one of them.
        l.set('style', i32.add(i32.or(i32.load8U(at.CASINGS, l.get('i')), scaled(l.get('language'), 4)), i32.const(1))),
        l.set('key', i32.xor(i32.load(at.HASHES, l.get('word')), i32.mul(l.get('style'), i32.const(0x9e3779b1)))),
        l.set('check', i32.xor(i32.load(at.CHECKS, l.get('word')), l.get('style'))),
        l.set(
          'slot',
          i32.add(
            scaled(i32.shrU(i32.mul(l.get('key'), i32.const(0x85ebca6b)), i32.const(32 - at.CACHE_BITS)), SLOT_SHIFT),
            i32.const(at.SLOTS),
          ),
        ),
        when(i32.eqz(holds('slot')), [
          l.set('other', i32.xor(l.get('slot'), i32.const(at.SLOT_BYTES))),
          when(holds('other'), [l.set('slot', l.get('other'))], missed),
        ]),
        i32.store(8, l.get('slot'), l.get('block')),
        l.set('entry', i32.shl(i32.sub(l.get('slot'), i32.const(at.SLOTS)), i32.const(ENTRY_SHIFT - SLOT_SHIFT))),
        i32.store(at.ENTRY_AT + 8, l.get('word'), l.get('entry')),
        i32.store(at.IDENTITY + 8, l.get('word'), i32.load(at.ENTRIES_AT + at.IDENTITY_IN_ENTRY, l.get('entry'))),
        i32.store(at.COARSE + 8, l.get('word'), i32.load(at.ENTRIES_AT + at.COARSE_IN_ENTRY, l.get('entry'))),
        l.increase('i', 1),
      ]),
      l.get('count'),
    ];
  },
};

/** Sums the rows of word `i` (`WORD_ROWS`) for all positions into the entry that `lookUp` gave it, with its codes. */
const fill: Func = {
  name: 'fill',
  params: ['i', 'identity', 'coarse'],
  locals: { entry: 'i32', word: 'i32', row: 'v128', low: 'v128', high: 'v128' },
  body: (l) => {
    let n = 0;
    const positions = ROWS_AT.flatMap((rows, position) => {
      const sums = at.ENTRIES_AT + position * at.SUMS_BYTES;
      return [
        l.set('low', NONE),
        l.set('high', NONE),
        ...Array.from({ length: rows }, () => addRow(l, i32.load(at.WORD_ROWS + 4 * n++, i32.const(0)))).flat(),
        v128.store(sums, l.get('entry'), l.get('low')),
        v128.store64Lane0(sums + EIGHT, l.get('entry'), l.get('high')),
      ];
    });
    return [
      l.set('word', scaled(l.get('i'), 2)),
      l.set('entry', scaled(i32.load(at.MISSED, i32.const(0)), ENTRY_SHIFT)),
      ...positions,
      i32.store(at.ENTRIES_AT + at.IDENTITY_IN_ENTRY, l.get('entry'), l.get('identity')),
      i32.store(at.ENTRIES_AT + at.COARSE_IN_ENTRY, l.get('entry'), l.get('coarse')),
      i32.store(at.ENTRY_AT + 8, l.get('word'), l.get('entry')),
      i32.store(at.IDENTITY + 8, l.get('word'), l.get('identity')),
      i32.store(at.COARSE + 8, l.get('word'), l.get('coarse')),
    ];
  },
};

/** `jointRows` of features.ts: the numbers of the rows, each made when it is added. */
function joint(l: Locals): { before: Code[]; rows: Code[] } {
  const sum = (...parts: Code[]): Code => parts.reduce((a, b) => i32.add(a, b));
  const times = (value: Code, by: number): Code => i32.mul(value, i32.const(by));
  const word = (table: number, place: number): Code => i32.load(table + 4 * place, l.get('word'));
  const gap = (place: number): Code => i32.load16U(at.GAPS + 2 * place, i32.shrU(l.get('word'), i32.const(1)));
  const top = (...parts: Code[]): Code => [
    ...l.set('hash', sum(...parts)),
    ...i32.shrU(
      i32.mul(i32.xor(l.get('hash'), i32.shrU(l.get('hash'), i32.const(15))), i32.const(0x7feb352d)),
      i32.const(32 - at.ROW_BITS),
    ),
  ];
  const get = (name: string) => l.get(name);
  return {
    before: [
      l.set('before', times(i32.add(gap(0), i32.const(1)), 0x3d4d51cb)),
      l.set('after', times(i32.add(gap(1), i32.const(1)), 0x2e1b2139)),
      l.set('own', word(at.COARSE, 2)),
      l.set('self', times(word(at.IDENTITY, 2), 0x632be5ab)),
      l.set('previous', times(word(at.IDENTITY, 1), 0x7f4a7c15)),
      l.set('next', times(word(at.IDENTITY, 3), 0x1c69b3f7)),
      l.set('coarseBefore', times(word(at.COARSE, 1), 0x45d9f3b)),
      l.set('coarseAfter', times(word(at.COARSE, 3), 0x119de1f3)),
      l.set('left', sum(get('own'), get('before'))),
      l.set('right', sum(get('own'), get('after'))),
    ],
    rows: [
      top(get('left'), get('coarseBefore'), i32.const(0x1f123bb5)),
      top(get('right'), get('coarseAfter'), i32.const(0x2f234cc6)),
      top(get('left'), get('previous'), i32.const(0x3f345dd7)),
      top(get('right'), get('next'), i32.const(0x4f456ee8)),
      top(get('own'), get('previous'), times(word(at.IDENTITY, 0), 0x27d4eb2f), i32.const(0x5f567ff9)),
      top(get('own'), get('next'), times(word(at.IDENTITY, 4), 0x165667b1), i32.const(0x6f68811a)),
      top(get('own'), get('previous'), get('next'), i32.const(0x7f79922b)),
      top(get('left'), get('after'), i32.const(0x0f8aa33c)),
      top(get('left'), get('coarseBefore'), times(word(at.COARSE, 0), 0x5bd1e995), i32.const(0x1e9bb44d)),
      top(get('right'), get('coarseAfter'), times(word(at.COARSE, 4), 0x38495ab5), i32.const(0x2eacc55e)),
      top(get('self'), get('previous'), get('before'), i32.const(0x3ebdd66f)),
      top(get('self'), get('next'), get('after'), i32.const(0x4ecee770)),
      top(get('left'), get('coarseBefore'), get('after'), get('coarseAfter'), i32.const(0x5edff881)),
      top(get('before'), get('after'), i32.const(0x6ef00992)),
    ],
  };
}

/** The scores of the first `count` words of the block, all of which were looked up. */
const score: Func = {
  name: 'score',
  params: ['count'],
  locals: {
    ...{ word: 'i32', end: 'i32', out: 'i32', open: 'i32', at: 'i32', hash: 'i32' },
    ...{ before: 'i32', after: 'i32', own: 'i32', self: 'i32', previous: 'i32', next: 'i32' },
    ...{ coarseBefore: 'i32', coarseAfter: 'i32', left: 'i32', right: 'i32' },
    ...{ row: 'v128', low: 'v128', high: 'v128', lead: 'v128' },
  },
  body: (l) => {
    const nothing = i32.const(at.NOTHING * at.ENTRY_BYTES);
    const end = (table: number, value: Code) =>
      [2, 3].map((place) => i32.store(table + 4 * place, l.get('end'), value));
    const begin = (table: number, value: Code) =>
      [0, 1].map((place) => i32.store(table + 4 * place, i32.const(0), value));
    // Word i + 2 - p speaks for word i with its position p.
    const entries = Array.from({ length: at.POSITIONS }, (_, p) => ({
      entry: i32.load(at.ENTRY_AT + 4 * (at.POSITIONS - 1 - p), l.get('word')),
      sums: at.ENTRIES_AT + p * at.SUMS_BYTES,
    }));
    const { before, rows } = joint(l);
    return [
      l.set('end', scaled(l.get('count'), 2)),
      ...end(at.IDENTITY, i32.const(0)),
      ...end(at.COARSE, i32.const(0)),
      ...end(at.ENTRY_AT, nothing),
      ...begin(at.ENTRY_AT, nothing),
      loop(i32.ltS(l.get('word'), l.get('end')), [
        ...entries.flatMap(({ entry, sums }, p) => {
          const low = v128.load(sums, l.tee('at', entry));
          const high = v128.load64Zero(sums + EIGHT, l.get('at'));
          return p === 0
            ? [l.set('low', low), l.set('high', high)]
            : [l.set('low', i16x8.add(l.get('low'), low)), l.set('high', i16x8.add(l.get('high'), high))];
        }),
        v128.store(at.SCORES, l.get('out'), l.get('low')),
        v128.store64Lane0(at.SCORES + EIGHT, l.get('out'), l.get('high')),
        // Negative where all labels are behind. No branch: half of the words are uncertain, and a wrong guess would wait for all these sums.
        l.set('lead', i16x8.splat(i32.sub(i16x8.extractS(0, l.get('low')), i32.const(CERTAIN)))),
        i32.store(at.UNCERTAIN, l.get('open'), l.get('word')),
        l.set(
          'open',
          i32.add(
            l.get('open'),
            scaled(
              i32.eqz(
                i32.and(
                  i16x8.allTrue(v128.or(i16x8.ltS(l.get('low'), l.get('lead')), v128.lanes(-1, 0, 0, 0, 0, 0, 0, 0))),
                  i16x8.allTrue(
                    v128.or(i16x8.ltS(l.get('high'), l.get('lead')), v128.lanes(0, 0, 0, -1, -1, -1, -1, -1)),
                  ),
                ),
              ),
              2,
            ),
          ),
        ),
        l.increase('word', 4),
        l.increase('out', at.SUMS_BYTES),
      ]),
      l.set('end', l.get('open')),
      l.set('open', i32.const(0)),
      loop(i32.ltS(l.get('open'), l.get('end')), [
        l.set('word', i32.load(at.UNCERTAIN, l.get('open'))),
        l.set('out', i32.mul(l.get('word'), i32.const(at.SUMS_BYTES / 4))),
        l.set('low', v128.load(at.SCORES, l.get('out'))),
        l.set('high', v128.load64Zero(at.SCORES + EIGHT, l.get('out'))),
        ...before,
        ...rows.flatMap((row) => addRow(l, row)),
        v128.store(at.SCORES, l.get('out'), l.get('low')),
        v128.store64Lane0(at.SCORES + EIGHT, l.get('out'), l.get('high')),
        l.increase('open', 4),
      ]),
    ];
  },
};

/**
 * The best sequence of labels of the first `count` words (Viterbi), of their scores. Labels in play are the bits of `active`: only from them may a
 * best path go on.
 */
const decode: Func = {
  name: 'decode',
  params: ['count'],
  locals: {
    ...{ i: 'i32', out: 'i32', back: 'i32', active: 'i32', rest: 'i32', from: 'i32', best: 'i32', label: 'i32' },
    ...{ low: 'v128', high: 'v128', first: 'v128', added: 'v128', is: 'v128' },
    ...{ value0: 'v128', value1: 'v128', value2: 'v128', from0: 'v128', from1: 'v128', from2: 'v128' },
  },
  body: (l) => {
    const parts = [0, 1, 2];
    const values = parts.map((n) => `value${n}`);
    const froms = parts.map((n) => `from${n}`);
    /** Bits of the lanes of three vectors of comparisons. */
    const bits = (compared: (n: number) => Code): Code =>
      parts.map((n) => scaled(i32x4.bitmask(compared(n)), 4 * n)).reduce((a, b) => i32.or(a, b));
    const lane = (n: number) => i32x4.extract(n, l.get('is'));
    const larger = (name: string, value: Code): Code[] => [
      l.set('rest', value),
      l.set(name, select(l.get('rest'), l.get(name), i32.gtS(l.get('rest'), l.get(name)))),
    ];
    const fromNext: Code[] = [
      l.set('from', i32.ctz(l.get('rest'))),
      l.set('rest', i32.and(l.get('rest'), i32.sub(l.get('rest'), i32.const(1)))),
      l.set('first', i32x4.splat(l.get('from'))),
      l.set('added', i32x4.splat(i32.load(at.PATHS, scaled(l.get('from'), 2)))),
      l.set('from', i32.mul(l.get('from'), i32.const(at.LABEL_BYTES))),
    ];
    const next = (n: number) => i32x4.add(l.get('added'), v128.load(at.TRANSITIONS + 16 * n, l.get('from')));
    const general: Code[] = [
      l.set('rest', l.get('active')),
      ...fromNext,
      ...parts.flatMap((n) => [l.set(values[n]!, next(n)), l.set(froms[n]!, l.get('first'))]),
      loop(l.get('rest'), [
        ...fromNext,
        ...parts.flatMap((n) => [
          l.set('low', next(n)),
          l.set('is', i32x4.gtS(l.get('low'), l.get(values[n]!))),
          l.set(values[n]!, v128.bitselect(l.get('low'), l.get(values[n]!), l.get('is'))),
          l.set(froms[n]!, v128.bitselect(l.get('first'), l.get(froms[n]!), l.get('is'))),
        ]),
      ]),
      ...parts.map((n) => v128.store(at.BACK + 16 * n, l.get('back'), l.get(froms[n]!))),
      l.set('low', v128.load(at.SCORES, l.get('out'))),
      l.set('value0', i32x4.add(l.get('value0'), i32x4.extendLowU(l.get('low')))),
      l.set('value1', i32x4.add(l.get('value1'), i32x4.extendHighU(l.get('low')))),
      l.set('value2', i32x4.add(l.get('value2'), i32x4.extendLowU(l.get('high')))),
      l.set('is', i32x4.maxS(i32x4.maxS(l.get('value0'), l.get('value1')), l.get('value2'))),
      l.set('best', lane(0)),
      ...[1, 2, 3].flatMap((n) => larger('best', lane(n))),
      l.set('first', i32x4.splat(l.get('best'))),
      // Of equals the first.
      l.set('label', i32.ctz(bits((n) => i32x4.eq(l.get(values[n]!), l.get('first'))))),
      l.set('from', i32.mul(l.get('label'), i32.const(at.LABEL_BYTES))),
      // Kept relative to the best, so that sums stay small however long the block is.
      ...parts.flatMap((n) => [
        l.set(values[n]!, i32x4.sub(l.get(values[n]!), l.get('first'))),
        v128.store(at.PATHS + 16 * n, i32.const(0), l.get(values[n]!)),
      ]),
      l.set(
        'active',
        bits((n) => i32x4.geS(l.get(values[n]!), v128.load(at.REACH + 16 * n, l.get('from')))),
      ),
    ];
    return [
      // Before the first word stands the label O.
      l.set('active', i32.const(1)),
      i32.store(at.PATHS, i32.const(0), i32.const(0)),
      loop(i32.ltS(l.get('i'), l.get('count')), [
        l.set('high', v128.load64Zero(at.SCORES + EIGHT, l.get('out'))),
        l.set('from', i32.const(1)),
        when(i32.eq(l.get('active'), i32.const(1)), [
          // Nothing but O before: where no label comes near it here, which is what most words are, nothing is summed.
          l.set('low', v128.load(at.SCORES, l.get('out'))),
          l.set('first', i16x8.splat(i16x8.extractS(0, l.get('low')))),
          l.set(
            'from',
            v128.anyTrue(
              v128.or(
                i16x8.geS(i16x8.sub(l.get('low'), l.get('first')), v128.load(at.RISE, i32.const(0))),
                i16x8.geS(i16x8.sub(l.get('high'), l.get('first')), v128.load(at.RISE + EIGHT, i32.const(0))),
              ),
            ),
          ),
        ]),
        when(l.get('from'), general, [
          i32.store(at.BACK, l.get('back'), i32.const(0)),
          i32.store(at.PATHS, i32.const(0), i32.const(0)),
          l.set('label', i32.const(0)),
        ]),
        l.increase('i', 1),
        l.increase('out', at.SUMS_BYTES),
        l.increase('back', at.LABEL_BYTES),
      ]),
      loop(l.get('i'), [
        l.increase('i', -1),
        l.increase('back', -at.LABEL_BYTES),
        i32.store8(at.LABELS_OF_WORDS, l.get('i'), l.get('label')),
        l.set('label', i32.load(at.BACK, i32.add(l.get('back'), scaled(l.get('label'), 2)))),
      ]),
    ];
  },
};

/**
 * Adds `count` rows of signed bytes (their numbers stand at `rows`, each of `bytes` bytes from `weights` on) to sums of 32 bits at `sums`. Of at most
 * 256 rows a sum of bytes stays within sixteen bits.
 */
const addRows = (name: string, lanes: number): Func => {
  const parts = Array.from({ length: lanes / 8 }, (_, n) => `part${n}`);
  return {
    name,
    params: ['weights', 'rows', 'count', 'sums'],
    locals: {
      ...{ end: 'i32', at: 'i32', row: 'v128' },
      ...Object.fromEntries(parts.map((part) => [part, 'v128' as const])),
    },
    body: (l) => [
      l.set('end', i32.add(l.get('rows'), scaled(l.get('count'), 2))),
      loop(i32.ltS(l.get('rows'), l.get('end')), [
        l.set('at', i32.add(l.get('weights'), i32.mul(i32.load(0, l.get('rows')), i32.const(lanes)))),
        ...parts.flatMap((part, n) => [
          ...(n % 2 === 0 ? [l.set('row', v128.load(n * 8, l.get('at')))] : []),
          l.set(
            part,
            i16x8.add(l.get(part), n % 2 === 0 ? i16x8.extendLowS(l.get('row')) : i16x8.extendHighS(l.get('row'))),
          ),
        ]),
        l.increase('rows', 4),
      ]),
      ...parts.flatMap((part, n) => [
        v128.store(n * 32, l.get('sums'), i32x4.add(v128.load(n * 32, l.get('sums')), i32x4.extendLowS(l.get(part)))),
        v128.store(
          n * 32 + 16,
          l.get('sums'),
          i32x4.add(v128.load(n * 32 + 16, l.get('sums')), i32x4.extendHighS(l.get(part))),
        ),
      ]),
    ],
  };
};

export const KERNEL: readonly Func[] = [
  lookUp,
  fill,
  score,
  decode,
  addRows('addRows32', 32),
  addRows('addRows16', 16),
];
