import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this repository. */
export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Where a local cloud keeps what: all of it below one folder, so that two clouds can run side by side. */
export interface Layout {
  /** Folder of the cloud, `.local` by default. */
  dir: string;
  /** State of the emulator's services, written when it stops and after each deploy. */
  state: string;
  /** Bodies of the emulator's S3 objects. */
  objects: string;
  /** TMPDIR of the emulator: Lambda code is unpacked here. */
  tmp: string;
  /** Synthesized cloud assembly of the last deploy. */
  assembly: string;
  /** Calls, one CloudTrail record a line. */
  trail: string;
  /** How far the Kinesis event source has read, per mapping and shard. */
  checkpoints: string;
  /** What was deployed last: fingerprint of the sources and context. */
  deployed: string;
  /** Outputs of the stacks, in the form of `cdk deploy --outputs-file`. */
  outputs: string;
  lock: string;
  /** Pid files and logs of the background processes are `<name>.pid` and `<name>.log` in here. */
  run: string;
}

export function layoutOf(dir: string): Layout {
  return {
    dir,
    state: join(dir, 'state'),
    objects: join(dir, 'objects'),
    tmp: join(dir, 'tmp'),
    assembly: join(dir, 'cdk.out'),
    trail: join(dir, 'trail.ndjson'),
    checkpoints: join(dir, 'checkpoints.json'),
    deployed: join(dir, 'deployed.json'),
    outputs: join(dir, 'outputs.json'),
    lock: join(dir, 'lock'),
    run: join(dir, 'run'),
  };
}

/** Makes the folders. Idempotent. */
export function prepare(layout: Layout): void {
  for (const folder of [layout.dir, layout.state, layout.objects, layout.tmp, layout.run]) {
    mkdirSync(folder, { recursive: true });
  }
  // The emulator writes CommonJS worker scripts here, below a package of type "module".
  writeFileSync(join(layout.tmp, 'package.json'), '{"type":"commonjs"}\n');
  // Functions find what the Lambda runtime brings along (the AWS SDK) by walking up to node_modules.
  if (relative(repository, layout.tmp).startsWith('..')) {
    try {
      symlinkSync(join(repository, 'node_modules'), join(layout.tmp, 'node_modules'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
