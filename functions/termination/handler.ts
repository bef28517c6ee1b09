import middy from '@middy/core';
import * as z from 'zod';
import { type ErasedProgram, eraseProgram } from '../../core/termination/erase-program.ts';
import { logger, observed } from '../shared/observability.ts';
import { parts } from './parts.ts';

const order = z.strictObject({ task: z.literal('erase'), incident: z.ulid() });

/** Of the 15 minutes of a call: what was begun by then may be some hundred thousand rows of one person. */
const WITHIN = 8 * 60_000;

/** A step of the incident workflow, after the end. Whoever else invokes it says nothing by it: whether the program has ended stands in the stores. */
async function perform(event: unknown): Promise<ErasedProgram> {
  const { incident } = order.parse(event);
  const result = await eraseProgram(parts, incident, parts.clock.now() + WITHIN);
  logger.info('erasing', { ...result });
  return result;
}

export const handler = middy<unknown, ErasedProgram>().use(observed()).handler(perform);
