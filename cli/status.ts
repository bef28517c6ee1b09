import { Command } from 'commander';
import { contextOf } from './context.ts';
import { facts, time } from './output.ts';

interface Gate {
  state: string;
  epoch: number;
  since: number;
  holds: string[];
}
interface Status {
  program: string;
  collection: Gate;
  reading: Gate;
  disclosure: { version: string; hash: string };
  you?: { subject: string; state: string; disclosure?: string; consentedAt?: number };
}

const gateLine = (gate: Gate): string =>
  `${gate.state} since ${time(gate.since)}, epoch ${gate.epoch}${gate.holds.length ? `, held by ${gate.holds.join(', ')}` : ''}`;

export const statusCommand = (): Command =>
  new Command('status')
    .description('whether the program collects, who holds it closed, and what it knows of you')
    .addHelpText('after', '\nExample:\n  sluice status --json')
    .action(async (_: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const status = await api.get<Status>('/status');
      output.result(status, () =>
        facts({
          program: status.program,
          collection: gateLine(status.collection),
          reading: gateLine(status.reading),
          disclosure: status.disclosure.version,
          you: status.you ? `${status.you.state} (${status.you.subject})` : 'not enrolled',
        }),
      );
    });
