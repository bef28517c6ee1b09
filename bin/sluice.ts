#!/usr/bin/env node
import { main } from '../cli/program.ts';
import { throughProxies } from '../cli/proxies.ts';
import { guardStandardStreams } from '../host/standard-streams.ts';

guardStandardStreams('sluice');
throughProxies();
process.exitCode = await main(process.argv);
