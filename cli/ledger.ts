import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Command } from 'commander';
import { ledgerEntries, ledgerTips } from '../api/ledger.ts';
import type { Answer } from '../api/route.ts';
import { entryLine, headerLine, verifyLedgerFile } from '../core/ledger/ledger-file.ts';
import { readPublicKey } from '../core/ledger/note.ts';
import type { LedgerVerdict } from '../core/ledger/verify.ts';
import { Refused } from '../core/shared/errors.ts';
import { readLines } from '../wire/line-stream.ts';
import { contextOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { table, time } from './output.ts';

const exportCommand = (): Command =>
  new Command('export')
    .description(
      'copy all chains and the newest signed checkpoint into a file (representatives, investigators, platform)',
    )
    .argument('<file>', 'where to write it')
    .option('--key <file>', 'write the public key there too; fetch it once, and keep it elsewhere')
    .addHelpText('after', '\nExample:\n  sluice ledger export ledger.json --key public.pem')
    .action(async (file: string, options: { key?: string }, command: Command) => {
      const { api, output } = contextOf(command);
      const tips = await api.call(ledgerTips);
      let entries = 0;
      // Page after page to the disk: a ledger is never shorter than it was, and memory is.
      const out = await open(file, 'w');
      try {
        await out.write(`${headerLine(tips.checkpoint)}\n`);
        for (const { chain } of tips.chains) {
          for (let after: number | undefined = 0; after !== undefined; ) {
            const page: Answer<typeof ledgerEntries> = await api.call(ledgerEntries, {
              params: { chain },
              query: { after },
            });
            await out.write(page.entries.map((entry) => `${entryLine(chain, entry)}\n`).join(''));
            entries += page.entries.length;
            after = page.next;
            output.progress(`chain ${chain}: ${after ?? 'done'}`);
          }
        }
      } finally {
        await out.close();
      }
      if (options.key) writeFileSync(options.key, tips.publicKey);
      output.result(
        { file, entries, checkpoint: tips.checkpoint !== undefined },
        () => `${entries} entries in ${file}`,
      );
    });

const verify = (): Command =>
  new Command('verify')
    .description('verify an exported ledger offline: every link, and that the signed checkpoint lies on it')
    .argument('<file>', 'what "sluice ledger export" wrote')
    .requiredOption('--key <file>', 'public key, PEM')
    .addHelpText(
      'after',
      '\nExample:\n  sluice ledger verify ledger.json --key public.pem\n\nExit code 1 when it does not hold, or when nothing in it is signed.',
    )
    .action(async (file: string, options: { key: string }, command: Command) => {
      const { output } = contextOf(command);
      const verdict = await verifyFile(file, readPublicKey(readText(options.key)));
      output.result(verdict, () =>
        [
          table(
            ['CHAIN', 'ENTRIES', 'LAST HASH'],
            verdict.chains.map(({ chain, length, hash }) => [chain, length, hash]),
          ),
          '',
          verdict.checkpoint
            ? `Checkpoint of ${time(verdict.checkpoint.at)}; ${verdict.unsigned} entries are younger, and not signed yet.`
            : 'Nothing in it is signed.',
          verdict.problems.length === 0
            ? 'The ledger holds.'
            : `The ledger does not hold: ${verdict.problems.join('; ')}`,
        ].join('\n'),
      );
      if (verdict.problems.length > 0) process.exitCode = EXIT.failed;
    });

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CommandError(EXIT.usage, 'no-file', `${file} cannot be read.`, { cause });
  }
}

async function verifyFile(file: string, key: Uint8Array): Promise<LedgerVerdict> {
  try {
    return await verifyLedgerFile(readLines(createReadStream(file)), key);
  } catch (cause) {
    if (cause instanceof Refused && cause.reason === 'malformed') {
      throw new CommandError(EXIT.failed, 'bad-export', `${file} is not a ledger export.`, { cause });
    }
    if (cause instanceof Error && 'syscall' in cause) {
      throw new CommandError(EXIT.usage, 'no-file', `${file} cannot be read.`, { cause });
    }
    throw cause;
  }
}

export const ledgerCommand = (): Command =>
  new Command('ledger').description('export and verify the ledger').addCommand(exportCommand()).addCommand(verify());
