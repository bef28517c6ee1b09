#!/usr/bin/env node
import { main } from '../cli/program.ts';
import { guardStandardStreams } from '../cli/standard-streams.ts';

guardStandardStreams();
process.exitCode = await main(process.argv);
