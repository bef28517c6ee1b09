import * as z from 'zod';
import { SOURCES } from './access-log.ts';

/**
 * Where a trail is asked for by Athena, and what it logs: made by the deployment, read by the function that asks and by `sluice investigate`.
 * Names of resources, nothing else.
 */
export const trailPlaceSchema = z.strictObject({
  database: z.string().min(1),
  table: z.string().min(1),
  workgroup: z.string().min(1),
  accounts: z.array(z.string()).min(1),
  regions: z.array(z.string()).min(1),
  /** `resources`: ARNs, `*` for any end; absent: all there are. */
  logs: z.array(z.strictObject({ source: z.enum(SOURCES), resources: z.array(z.string()).optional() })),
});
export type TrailPlace = z.infer<typeof trailPlaceSchema>;
