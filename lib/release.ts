import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestFile, readRelease } from '../core/deployed/assembly.ts';
import { prefixOf } from './planes/program.ts';
import type { ProgramStage } from './stages/program-stage.ts';

/**
 * Writes the manifest of each stage beside its templates: what `sluice deployed verify` compares with. Made from what was
 * synthesized, read back, so that it says what would be deployed.
 * @param folder the assembly, synthesized
 */
export function writeManifests(folder: string, stages: readonly ProgramStage[]): void {
  for (const { state } of stages) {
    const prefix = prefixOf(state.program.config);
    const { manifest } = readRelease(folder, prefix);
    writeFileSync(join(folder, manifestFile(prefix)), `${JSON.stringify(manifest, undefined, 2)}\n`);
  }
}
