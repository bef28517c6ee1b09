import { createHash } from 'node:crypto';
import { Refused } from '../shared/errors.ts';

/** What those who look into a report say to who reported it. */
export interface Answered {
  /** ms. */
  at: number;
  text: string;
}

/** Answers to one report: they stand in one row. */
const MOST_ANSWERS = 30;

/** Port. */
export interface Mailbox {
  /** The report that stands under a box; undefined where there is none. */
  incidentOf(box: string): Promise<string | undefined>;
  /** Puts a report under a box. @returns the one that stands there afterwards: this one, or one of before */
  open(box: string, incident: string): Promise<string>;
  answers(incident: string): Promise<Answered[]>;
  /** One more. @returns all of them, oldest first @throws Refused `too-many`, `busy` */
  answer(incident: string, answer: Answered): Promise<Answered[]>;
}

/**
 * Under which name the report of a receipt stands: the receipt itself is kept nowhere.
 * @returns hex SHA-256
 */
export const boxOf = (program: string, receipt: string): string =>
  createHash('sha256').update(`sluice anonymous report|${program}|${receipt}`).digest('hex');

/** @throws Refused `too-many` */
export function withAnswer(answers: readonly Answered[], answer: Answered): Answered[] {
  if (answers.length >= MOST_ANSWERS) throw new Refused('too-many', `at most ${MOST_ANSWERS} answers to one report`);
  return [...answers, answer];
}
