import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import type { StoredEntry } from '../core/ledger/ledger.ts';
import { readPublicKey } from '../core/ledger/note.ts';
import { type LedgerExport, verifyLedger } from '../core/ledger/verify.ts';
import { contextOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { readText } from './files.ts';
import { table, time } from './output.ts';

interface Tips {
  chains: { chain: string; length: number; hash: string }[];
  checkpoint?: string;
  publicKey: string;
}

/** A page of a chain. */
interface Entries {
  entries: StoredEntry[];
  next?: number;
}

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
      const tips = await api.get<Tips>('/ledger');
      const chains: LedgerExport['chains'] = {};
      for (const { chain } of tips.chains) {
        const entries: StoredEntry[] = [];
        for (let after: number | undefined = 0; after !== undefined; ) {
          const page: Entries = await api.get<Entries>(`/ledger/${chain}`, { after: String(after) });
          entries.push(...page.entries);
          after = page.next;
          output.progress(`chain ${chain}: ${entries.length} entries`);
        }
        chains[chain] = entries;
      }
      const ledger: LedgerExport = {
        format: 'sluice-ledger/1',
        ...(tips.checkpoint ? { checkpoint: tips.checkpoint } : {}),
        chains,
      };
      writeFileSync(file, `${JSON.stringify(ledger)}\n`);
      if (options.key) writeFileSync(options.key, tips.publicKey);
      const entries = Object.values(chains).reduce((sum, chain) => sum + chain.length, 0);
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
      '\nExample:\n  sluice ledger verify ledger.json --key public.pem\n\nExit code 1 when it does not hold.',
    )
    .action((file: string, options: { key: string }, command: Command) => {
      const { output } = contextOf(command);
      const verdict = verifyLedger(parseExport(file), readPublicKey(readText(options.key)));
      output.result(verdict, () =>
        [
          table(
            ['CHAIN', 'ENTRIES', 'LAST HASH'],
            verdict.chains.map(({ chain, length, hash }) => [chain, length, hash]),
          ),
          '',
          verdict.checkpoint ? `Checkpoint of ${time(verdict.checkpoint.at)}.` : 'No checkpoint in the export.',
          verdict.problems.length === 0
            ? 'The ledger holds.'
            : `The ledger does not hold: ${verdict.problems.join('; ')}`,
        ].join('\n'),
      );
      if (verdict.problems.length > 0) process.exitCode = EXIT.failed;
    });

function parseExport(file: string): LedgerExport {
  try {
    const ledger = JSON.parse(readText(file)) as LedgerExport;
    if (ledger.format === 'sluice-ledger/1') return ledger;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new CommandError(EXIT.failed, 'bad-export', `${file} is not a ledger export.`);
}

export const ledgerCommand = (): Command =>
  new Command('ledger').description('export and verify the ledger').addCommand(exportCommand()).addCommand(verify());
