import { Command } from 'commander';
import { impactAssessment } from '../core/disclosure/dpia.ts';
import { recordOfProcessing } from '../core/disclosure/record.ts';
import { printableJson } from '../wire/printable.ts';
import { type DisclosureIo, line, loadDisclosure, wantsJson } from './disclosure-file.ts';

/** `sluice disclosure record`: what a data protection officer keeps of a program. */
export const recordCommand = (io: DisclosureIo): Command =>
  new Command('record')
    .description('the record of processing (JSON-LD, Data Privacy Vocabulary), or the skeleton of an impact assessment')
    .argument('<file>', 'YAML or JSON')
    .option('--dpia', 'the skeleton of an impact assessment, as Markdown, in English')
    .option('--deployed', 'with --dpia: figures of the deployed program too, as far as you may see them; needs a login')
    .option('--json', 'for programs')
    .addHelpText('after', '\nExample:\n  sluice disclosure record programs/model-capability/disclosure.yaml --dpia')
    .action(async (file: string, { dpia, deployed }: { dpia?: boolean; deployed?: boolean }, self: Command) => {
      const json = wantsJson(self);
      const disclosure = loadDisclosure(file, json, io);
      if (!disclosure) return;
      if (!dpia) return io.out(`${printableJson(recordOfProcessing(disclosure), 2)}\n`);
      const text = impactAssessment(disclosure, deployed ? await io.figures(self) : undefined);
      io.out(json ? line({ file, text }) : `${text}\n`);
    });
