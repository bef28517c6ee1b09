import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Command } from 'commander';
import { ledgerEntries, ledgerTips } from '../api/ledger.ts';
import type { Answer } from '../api/route.ts';
import { type FilesVerdict, type VerifyFilesOptions, verifyFiles } from '../core/incident/verify-files.ts';
import { earlierCheckpoint } from '../core/ledger/earlier-checkpoint.ts';
import { entryLine, headerLine } from '../core/ledger/ledger-file.ts';
import { isLedgerHeader } from '../core/ledger/ledger-lines.ts';
import { readPublicKey } from '../core/ledger/note.ts';
import { sha256 } from '../core/shared/canonical-json.ts';
import { type WitnessWord, witnessWord } from '../core/witness/verify-statement.ts';
import { readLines } from '../wire/line-stream.ts';
import { inOneLine } from '../wire/printable.ts';
import { contextOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { repeated } from './repeated.ts';

const exportCommand = (): Command =>
  new Command('export')
    .description(
      'copy all chains and the newest signed checkpoint into a file (representatives, investigators, platform)',
    )
    .argument('<file>', 'where to write it')
    .option('--key <file>', 'write the public key there too, marked as one from the same place as the ledger')
    .addHelpText('after', '\nExample:\n  sluice ledger export ledger.json --key public.pem')
    .action(async (file: string, options: { key?: string }, command: Command) => {
      const { api, output } = contextOf(command);
      const { chains, ...tips } = await api.call(ledgerTips);
      if (!chains) {
        throw new CommandError(
          EXIT.refused,
          'forbidden',
          'The disclosure gives the ledger to other groups ("read-ledger" of sluice rights). What it says of you: sluice me readers',
        );
      }
      let entries = 0;
      // Page after page to the disk: a ledger is never shorter than it was, and memory is.
      const out = await open(file, 'w');
      try {
        await out.write(`${headerLine(tips.checkpoint)}\n`);
        // As far as the chains went when the checkpoint was the newest: one that is signed meanwhile would be named in them, and not be here.
        for (const { chain, length } of chains) {
          for (let after = 0; after < length; ) {
            const page: Answer<typeof ledgerEntries> = await api.call(ledgerEntries, {
              params: { chain },
              query: { after },
            });
            const shown = page.entries.slice(0, length - after);
            await out.write(shown.map((entry) => `${entryLine(chain, entry)}\n`).join(''));
            entries += shown.length;
            after = page.next ?? length;
            output.progress(`chain ${chain}: ${after < length ? after : 'done'}`);
          }
        }
      } finally {
        await out.close();
      }
      // PEM allows for lines before it.
      if (options.key)
        writeFileSync(
          options.key,
          `${SERVED} that serves the ledger, at ${new Date().toISOString()}\n${tips.publicKey}`,
        );
      output.result(
        { file, entries, checkpoint: tips.checkpoint !== undefined },
        () => `${entries} entries in ${file}`,
      );
    });

interface VerifyOptions {
  key: string;
  program?: string;
  previous?: string[];
  since?: string[];
  witness?: string;
  witnessKey?: string;
}

const verify = (): Command =>
  new Command('verify')
    .description('verify offline whatever Sluice signed: ledgers, checkpoints, receipts, certificates, findings')
    .argument('<files...>', 'what "sluice ledger export" and "incidents show --save" wrote; several are compared')
    .requiredOption('--key <file>', 'public key, PEM; have it from elsewhere than the API that serves the ledger')
    .option('--program <name>', 'the program that it has to be of; default: any, and all files of one')
    .option(
      '--previous <checkpoint>',
      'one that you kept, or the export that it came with: it has to go on from there (again for more)',
      repeated,
    )
    .option('--since <checkpoint>', 'the same', repeated)
    .option('--witness <statement>', 'what a witness says that it has; fetch it after the export')
    .option('--witness-key <file>', 'public key of the witness, PEM; have it from who runs the witness')
    .addHelpText(
      'after',
      `
Example:
  sluice ledger verify ledger.json --key public.pem --program model-capability --previous kept.note

  sluice ledger verify ledger.json --key public.pem --witness statement.json --witness-key witness.pem

Exit codes: 0 all of it holds and is signed, and the witness that was asked has the same checkpoint; 6 it holds and the newest
entries are not signed yet; 7 it holds and the witness does not confirm its checkpoint yet; 1 it does not hold, or nothing in
it is signed.`,
    )
    .action(async (names: string[], options: VerifyOptions, command: Command) => {
      const { output } = contextOf(command);
      const pem = readText(options.key);
      const spki = readPublicKey(pem);
      const earlier = [...(options.previous ?? []), ...(options.since ?? [])];
      const verdict = await verifyReadable(names, {
        ...{ spki, program: options.program, now: Date.now() },
        witness: witnessOf(options, spki),
        earlier: await Promise.all(earlier.map(async (name) => earlierCheckpoint(name, await keptText(name), spki))),
      });
      const key = keyLine(options.key, pem, spki);
      output.result({ ...verdict, key }, () =>
        [key, ...verdict.lines.map(inOneLine), VERDICTS[verdict.holds]].join('\n'),
      );
      if (verdict.holds !== 'holds') process.exitCode = EXITS[verdict.holds];
    });

const VERDICTS = {
  holds: 'All of it holds, and is signed.',
  unsigned: 'It holds; its newest entries are not signed yet.',
  unwitnessed: 'It holds; the witness does not confirm its checkpoint yet.',
  broken: 'It does not hold.',
} as const;
const EXITS = { holds: EXIT.ok, unsigned: EXIT.unsigned, unwitnessed: EXIT.unwitnessed, broken: EXIT.failed } as const;

function witnessOf({ witness, witnessKey }: VerifyOptions, spki: Uint8Array): WitnessWord | undefined {
  if ((witness === undefined) !== (witnessKey === undefined)) {
    throw new CommandError(EXIT.usage, 'usage', '--witness and --witness-key go together.');
  }
  if (witness === undefined) return undefined;
  return witnessWord(witness, readText(witness), readPublicKey(readText(witnessKey!)), spki);
}

/** Begins a key that came with the ledger: who can rewrite the one can serve another of the other. */
const SERVED = '# from the API';

/** The same hash for everybody who has the same key, so that it can be read out over another channel. */
function keyLine(name: string, pem: string, spki: Uint8Array): string {
  const own = `key    ${name}: sha256:${sha256(spki)}`;
  if (!pem.startsWith(SERVED)) return own;
  return `${own}, from the API that serves the ledger: compare it with one from elsewhere`;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CommandError(EXIT.usage, 'no-file', `${file} cannot be read.`, { cause });
  }
}

/** A checkpoint by itself, or the first line of an export, however long the export is. */
async function keptText(file: string): Promise<string> {
  const lines: string[] = [];
  try {
    for await (const line of readLines(createReadStream(file))) {
      lines.push(String(line));
      if (lines.length === 1 && isLedgerHeader(lines[0]!)) break;
    }
  } catch (cause) {
    throw new CommandError(EXIT.usage, 'no-file', `${file} cannot be read.`, { cause });
  }
  return `${lines.join('\n')}\n`;
}

async function verifyReadable(names: readonly string[], options: VerifyFilesOptions): Promise<FilesVerdict> {
  try {
    return await verifyFiles(
      names.map((name) => ({ name, lines: readLines(createReadStream(name)) })),
      options,
    );
  } catch (cause) {
    if (cause instanceof Error && 'syscall' in cause) {
      throw new CommandError(EXIT.usage, 'no-file', `${(cause as { path?: string }).path} cannot be read.`, { cause });
    }
    throw cause;
  }
}

export const ledgerCommand = (): Command =>
  new Command('ledger').description('export and verify the ledger').addCommand(exportCommand()).addCommand(verify());
