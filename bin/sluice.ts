#!/usr/bin/env node
import { main } from '../cli/program.ts';
import { guardStandardStreams } from '../host/standard-streams.ts';

guardStandardStreams('sluice');
process.exitCode = await main(process.argv);
