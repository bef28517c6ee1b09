import { parseArgs } from 'node:util';
import { LocalCloudError } from './errors.ts';

/** Options of `npm run local -- ...` and `npm run local:down -- ...`. */
export function parseArguments(argv: string[]) {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        /** Folder of the cloud. */
        dir: { type: 'string' },
        port: { type: 'string' },
        /** Folder with the cdk.json of the app to deploy. */
        project: { type: 'string' },
        /** With `local:down`: the state goes too. */
        wipe: { type: 'boolean', default: false },
      },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536)) {
      throw new Error(`--port ${values.port} is no port`);
    }
    return {
      wipe: values.wipe,
      ...(values.dir === undefined ? {} : { dir: values.dir }),
      ...(values.project === undefined ? {} : { project: values.project }),
      ...(port === undefined ? {} : { port }),
    };
  } catch (error) {
    throw new LocalCloudError((error as Error).message, { cause: error });
  }
}
