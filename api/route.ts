import * as z from 'zod';
import type { Capability } from './people.ts';
import type { RefusalReason } from './refusals.ts';

/** Who may ask. What is open to `anybody` knows no caller: it takes no name, and tells nothing that is not public. */
export type Who = 'anybody' | 'everybody' | Capability;

/**
 * The contract of one route: all that a caller, a handler, the infrastructure and the documents know of it. Pure data: the
 * function that answers it names it in its `routes.ts`, its handler runs it, the API gets its route from it.
 */
export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Parameters in braces: `/incidents/{incident}`. */
  path: `/${string}`;
  /** What it does, in a sentence. */
  summary: string;
  /** `anybody`, without a token; `everybody` with a verified one; or the holders of a capability, which is checked before it runs. */
  who: Who;
  /** Strict: an unknown key is refused. */
  params: Params;
  query: Query;
  body: Body;
  /** What is answered with 200. Callers take fields that are not in it, handlers (by a test) give none. */
  answer: Answer;
  /** Reasons of its own, beside those of every request (`EVERY_ROUTE_REFUSES`). */
  refuses: readonly RefusalReason[];
  /** Whether anything is another way afterwards, but for the entry that a reading is. @default for all but GET */
  changes: boolean;
  /** Bytes of the longest body. @default 262,144 */
  longestBody: number;
  /** For so long anybody may keep the answer, s. Of what asks for no token alone. @default 0: nobody keeps it */
  cacheSeconds: number;
  /** Of what asks for no token alone: agents ask it all the time, so that its share of the API is made from how many there are. @default false */
  byAgents: boolean;
  /** Whether asking twice is asking once, so that a caller may ask again when the answer was lost. @default for GET, PUT */
  repeatable: boolean;
}

const OPEN_ROUTES_REFUSE = ['away', 'malformed', 'too-large'] as const;
export const EVERY_ROUTE_REFUSES = ['unauthenticated', 'issuer-away', ...OPEN_ROUTES_REFUSE, 'forbidden'] as const;

/** Words that a route may answer with, beside those of what is damaged. */
export const refusalsOf = ({ who, refuses }: Pick<Route, 'who' | 'refuses'>): RefusalReason[] => {
  const own = who === 'anybody' ? OPEN_ROUTES_REFUSE : EVERY_ROUTE_REFUSES;
  return [...own.filter((one) => one !== 'forbidden' || who !== 'everybody'), ...refuses];
};

/** Nothing is taken; an empty object is as good as nothing. */
const nothing = z.strictObject({});
const noBody = z.strictObject({}).optional();

export function route<
  Answer extends z.ZodType,
  Params extends z.ZodType = typeof nothing,
  Query extends z.ZodType = typeof nothing,
  Body extends z.ZodType = typeof noBody,
>(
  definition: Pick<Route<Params, Query, Body, Answer>, 'method' | 'path' | 'summary' | 'answer'> &
    Partial<Route<Params, Query, Body, Answer>>,
): Route<Params, Query, Body, Answer> {
  const { method } = definition;
  return {
    who: 'everybody',
    params: nothing as z.ZodType as Params,
    query: nothing as z.ZodType as Query,
    body: noBody as z.ZodType as Body,
    refuses: [],
    changes: method !== 'GET',
    longestBody: 262_144,
    cacheSeconds: 0,
    byAgents: false,
    repeatable: method === 'GET' || method === 'PUT',
    ...definition,
  };
}

/** The contract of a route that asks for no token. */
export const openRoute = <
  Answer extends z.ZodType,
  Params extends z.ZodType = typeof nothing,
  Query extends z.ZodType = typeof nothing,
  Body extends z.ZodType = typeof noBody,
>(
  definition: Parameters<typeof route<Answer, Params, Query, Body>>[0],
): Route<Params, Query, Body, Answer> & { who: 'anybody' } => ({
  ...route<Answer, Params, Query, Body>(definition),
  who: 'anybody',
});

/** Contracts among what a topic's file exports. */
export const isRoute = (value: unknown): value is Route =>
  typeof value === 'object' &&
  value !== null &&
  ['method', 'path', 'refuses', 'repeatable'].every((key) => key in value);

/** As API Gateway names a route: `POST /leases`. */
export type RouteKey = `${Route['method']} /${string}`;
export const keyOf = ({ method, path }: Pick<Route, 'method' | 'path'>): RouteKey => `${method} ${path}`;

/** Of a function's `routes.ts`. */
export const keysOf = (routes: Readonly<Record<string, Route>>): RouteKey[] => Object.values(routes).map(keyOf);

export type Answer<R extends Route> = z.output<R['answer']>;
